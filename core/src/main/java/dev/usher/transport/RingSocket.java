package dev.usher.transport;

import dev.usher.transport.uring.Ring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
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

    /** So many bytes are worth a system call of their own, and no copy. */
    private static final int LARGE = 16 * 1024;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final RingSockets sockets;
    private int place = -1;
    private int descriptor;
    private long tag;

    private boolean wanted;
    private boolean receives;

    /** It has sent more than is wanted at once: from then on it is asked for a little at a time. */
    private boolean floods;

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
    private ByteBuffer rest = NONE;

    /** Is not watched yet. */
    RingSocket(RingSockets sockets, SocketChannel channel, SocketTransport transport) {
        super(channel, transport);
        this.sockets = sockets;
    }

    @Override
    void open() throws IOException {
        if (!sockets.isOpen()) {
            throw new ClosedChannelException();
        }
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
                floods = true;
                cancelReceiving();
            }
        }
    }

    private void receive() {
        if (floods) {
            sockets.ring().receiveOnce(descriptor, tag | RingSockets.RECEIVE);
        } else {
            sockets.ring().receive(descriptor, tag | RingSockets.RECEIVE);
        }
        receives = true;
    }

    private void cancelReceiving() {
        if (!cancels) {
            sockets.ring().cancel(tag | RingSockets.CANCEL, tag | RingSockets.RECEIVE);
            cancels = true;
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
            case RingSockets.WRITABLE -> pollsNoMore(true);
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
        if (sending != Sending.NOTHING) {
            return 0;
        }
        int count = bytes.remaining() < LARGE ? sockets.send(this, bytes) : -1;
        return count < 0 ? channel().write(bytes) : count;
    }

    /** Puts all these bytes into this ring, or none; how many. */
    int put(Ring ring, ByteBuffer bytes) {
        int count = bytes.remaining();
        int at = isOpen() ? ring.send(descriptor, bytes, count, tag | RingSockets.SEND) : -1;
        if (at < 0) {
            return 0;
        }
        sendAt = at;
        sendCount = count;
        sendPosition = ring.position();
        sending = Sending.SOON;
        sockets.sends(this);
        return count;
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
        if (!polls) {
            sockets.ring().awaitWritable(descriptor, tag | RingSockets.WRITABLE);
            polls = true;
        }
    }

    private void pollsNoMore(boolean writable) {
        polls = false;
        if (closing) {
            sending = Sending.NOTHING;
            closeIfDone();
        } else if (!writable) {
            poll();
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
        return sending == Sending.NOTHING;
    }

    @Override
    void awaitWritable() {
        if (!isOpen()) {
            transport().writable();
            return;
        }
        tellsWritable = true;
        sockets.submit(false); // it may be that, or the room that the others' bytes take
        if (tellsWritable && sending == Sending.NOTHING) {
            poll();
        }
    }

    // Another thread has become the loop's, and has another ring.

    /** What has not left the former ring is sent by the present one. */
    void sendAgain(Ring former) {
        if (closing || former.hasSubmitted(sendPosition)) {
            submitted();
            return;
        }
        var unsent = former.unsent(sendAt, sendCount);
        if (put(sockets.ring(), unsent) == 0) {
            throw new IllegalStateException("no room for what was there before");
        }
    }

    /** All else that was under way begins anew. */
    void moved() {
        if (polls) {
            pollsNoMore(false);
        }
        if (receives) {
            receivesNoMore();
        }
    }

    @Override
    void close(boolean byReset) {
        if (closing) {
            return;
        }
        if (place < 0) {
            closing = true;
            closeChannel(byReset);
            return;
        }
        if (sending == Sending.SOON) {
            sockets.submit(false);
        }
        closing = true;
        // What the client is never to get must not end like what is whole.
        this.byReset = byReset || sending != Sending.NOTHING;
        if (receives) {
            cancelReceiving();
        }
        if (polls) {
            sockets.ring().cancel(tag | RingSockets.CANCEL, tag | RingSockets.WRITABLE);
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
