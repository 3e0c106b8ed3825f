package dev.usher.transport;

import dev.usher.transport.uring.Ring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A socket that is read and written by way of a ring. What is written during a turn of the loop is
 * sent a moment later; if the socket does not take it all, the rest follows when it does, and its
 * transport knows. Nothing more is taken before that.
 */
final class RingSocket extends WatchedSocket {
    private enum Sending {
        /** Nothing is to be sent. */
        NOTHING,
        /** Bytes are in the ring. */
        SOON,
        /** The socket has not taken all of them. */
        REST
    }

    private final RingSockets sockets;
    private int place = -1;
    private int descriptor;
    private long tag;

    private boolean wanted;
    private boolean receives;
    private boolean cancels;
    private boolean polls;
    private boolean closing;
    private boolean byReset;
    private boolean tellsWritable;

    /** Written by the thread that has the ring. */
    private volatile Sending sending = Sending.NOTHING;

    private int sendPosition;
    private int sendAt;
    private int sendCount;
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /** Is not watched yet. */
    RingSocket(RingSockets sockets, SocketChannel channel, SocketTransport transport) {
        super(channel, transport);
        this.sockets = sockets;
    }

    @Override
    void open() {
        descriptor = Descriptors.of(channel());
        place = sockets.add(this);
        tag = (long) place << RingSockets.KIND_BITS;
        read(true);
    }

    @Override
    boolean isOpen() {
        return place >= 0 && !closing;
    }

    @Override
    void read(boolean wanted) {
        this.wanted = wanted;
        if (isOpen()) {
            if (wanted && !receives) {
                receive();
            } else if (!wanted && receives) {
                cancelReceiving();
            }
        }
    }

    private void receive() {
        receives = true;
        sockets.ring().receive(descriptor, tag | RingSockets.RECEIVE);
    }

    private void cancelReceiving() {
        if (!cancels) {
            cancels = true;
            sockets.ring().cancel(tag | RingSockets.CANCEL, tag | RingSockets.RECEIVE);
        }
    }

    /** The ring has received these. */
    void received(ByteBuffer bytes, boolean last) {
        if (!closing) {
            transport().arrived(bytes);
        }
        if (last) {
            receivesNoMore();
        }
    }

    /** One of this socket's operations is over. */
    void completed(int kind, int result, boolean last) {
        switch (kind) {
            case RingSockets.RECEIVE -> endOfReceiving(result, last);
            case RingSockets.SEND -> sentOnly(result);
            case RingSockets.WRITABLE -> writable();
            default -> {} // it was too late to cancel something, which ended by itself
        }
    }

    private void endOfReceiving(int result, boolean last) {
        switch (result) {
            case Ring.NO_BUFFERS, Ring.CANCELLED, Ring.INTERRUPTED, Ring.NOT_NOW -> {}
            default -> {
                wanted = false;
                if (closing) {
                    break;
                }
                if (result == 0) {
                    transport().ended();
                } else {
                    transport().lose();
                }
            }
        }
        if (last) {
            receivesNoMore();
        }
    }

    private void receivesNoMore() {
        receives = false;
        cancels = false;
        if (closing) {
            closeIfDone();
        } else if (wanted) {
            receive();
        }
    }

    @Override
    int write(ByteBuffer bytes) throws IOException {
        if (!sockets.enterRing()) {
            return sending == Sending.NOTHING ? channel().write(bytes) : 0;
        }
        try {
            if (sending == Sending.SOON) {
                sockets.submit(false);
            }
            return sending == Sending.NOTHING && isOpen() ? send(bytes) : 0;
        } finally {
            sockets.leaveRing();
        }
    }

    private int send(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), Transport.PIECE);
        if (!put(bytes, count)) {
            sockets.submit(false);
            if (!put(bytes, count)) {
                return 0; // the system has no memory at the moment
            }
        }
        return count;
    }

    private boolean put(ByteBuffer bytes, int count) {
        sendAt = sockets.ring().send(descriptor, bytes, count, tag | RingSockets.SEND);
        if (sendAt < 0) {
            return false;
        }
        sendCount = count;
        sendPosition = sockets.ring().position();
        sending = Sending.SOON;
        sockets.sends(this);
        return true;
    }

    /** The number of the operation that sends. */
    int sendPosition() {
        return sendPosition;
    }

    /** Not all was sent; told before {@link #submitted}. */
    private void sentOnly(int result) {
        if (result < 0 && result != Ring.NOT_NOW && result != Ring.INTERRUPTED) {
            if (!closing) {
                transport().lose();
            }
            return;
        }
        int sent = Math.max(0, result);
        rest = sockets.ring().unsent(sendAt + sent, sendCount - sent);
        sending = Sending.REST;
        transport().fellBehind();
        poll();
    }

    /** What was to be sent has left the ring: it is sent, unless the opposite was told. */
    void submitted() {
        if (sending == Sending.SOON) {
            sentAll();
        }
    }

    private void sentAll() {
        sending = Sending.NOTHING;
        if (tellsWritable) {
            tellsWritable = false;
            transport().writable();
        }
        closeIfDone();
    }

    private void poll() {
        polls = true;
        sockets.ring().awaitWritable(descriptor, tag | RingSockets.WRITABLE);
    }

    private void writable() {
        polls = false;
        if (closing) {
            sending = Sending.NOTHING;
            closeIfDone();
        } else if (sending == Sending.REST) {
            sendRest();
        } else {
            tellsWritable = false;
            transport().writable();
        }
    }

    private void sendRest() {
        try {
            channel().write(rest);
        } catch (IOException broken) {
            transport().lose();
            rest.position(rest.limit());
        }
        if (rest.hasRemaining()) {
            poll();
        } else {
            transport().caughtUp();
            sentAll();
        }
    }

    @Override
    boolean hasSentAll() {
        if (sending == Sending.SOON && sockets.enterRing()) {
            try {
                sockets.submit(false);
            } finally {
                sockets.leaveRing();
            }
        }
        return sending == Sending.NOTHING;
    }

    @Override
    void awaitWritable() {
        if (!isOpen()) {
            transport().writable();
            return;
        }
        tellsWritable = true;
        if (sending == Sending.NOTHING && !polls) {
            poll();
        }
    }

    // Another thread has become the loop's, and has another ring.

    /** What is in the former ring is not to be sent by it. */
    void takeBack(Ring former) {
        rest = former.unsent(sendAt, sendCount);
    }

    /** Sends by this ring what was taken back. */
    void sendAgain() {
        put(rest, rest.remaining());
    }

    /** All else that was under way begins anew. */
    void moved() {
        if (polls) {
            polls = false;
            if (!closing) {
                poll();
            }
        }
        if (receives) {
            receivesNoMore();
        } else {
            closeIfDone();
        }
    }

    @Override
    void close(boolean byReset) {
        if (closing) {
            return;
        }
        if (sending == Sending.SOON) {
            sockets.submit(false);
        }
        closing = true;
        this.byReset = byReset;
        if (place < 0) {
            closeChannel(byReset);
            return;
        }
        if (receives) {
            cancelReceiving();
        }
        if (polls) {
            sockets.ring().cancel(tag | RingSockets.CANCEL, tag | RingSockets.WRITABLE);
        } else if (sending == Sending.REST) {
            sending = Sending.NOTHING;
        }
        closeIfDone();
    }

    /** The ring is about to be closed, which ends all that was under way. */
    void abandon() {
        closing = true;
        closeChannel(byReset);
    }

    /** The ring keeps a socket open as long as it has to do with it. */
    private void closeIfDone() {
        if (closing && place >= 0 && !receives && !polls && sending == Sending.NOTHING) {
            closeChannel(byReset);
            sockets.remove(place);
            place = -1;
        }
    }
}
