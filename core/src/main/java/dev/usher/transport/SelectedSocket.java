package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A socket that a selector watches; what is written goes to the system at once. */
final class SelectedSocket extends WatchedSocket {
    private final Selector selector;
    private final ByteBuffer buffer;
    private @Nullable SelectionKey key;

    /**
     * Is not watched yet.
     *
     * @param buffer for all that is read; shared
     */
    SelectedSocket(
            Selector selector,
            ByteBuffer buffer,
            SocketChannel channel,
            SocketTransport transport) {
        super(channel, transport);
        this.selector = selector;
        this.buffer = buffer;
    }

    @Override
    void open() throws IOException {
        key = channel().register(selector, SelectionKey.OP_READ, this);
    }

    @Override
    boolean isOpen() {
        return key != null && key.isValid();
    }

    /** The selector found it ready for these operations. */
    void ready(int operations) {
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            want(SelectionKey.OP_WRITE, false);
            transport().writable();
        }
        if ((operations & SelectionKey.OP_READ) != 0) {
            read();
        }
    }

    private void read() {
        int count;
        try {
            count = channel().read(buffer.clear());
        } catch (IOException broken) {
            want(SelectionKey.OP_READ | SelectionKey.OP_WRITE, false);
            transport().lose();
            return;
        }
        if (count < 0) {
            read(false);
            transport().ended();
        } else if (count > 0) {
            transport().arrived(buffer.flip());
        }
    }

    @Override
    void read(boolean wanted) {
        want(SelectionKey.OP_READ, wanted);
    }

    private void want(int operations, boolean wanted) {
        if (key != null && key.isValid()) {
            if (wanted) {
                key.interestOpsOr(operations);
            } else {
                key.interestOpsAnd(~operations);
            }
        }
    }

    @Override
    int write(ByteBuffer bytes) throws IOException {
        return channel().write(bytes);
    }

    @Override
    boolean hasSentAll() {
        return true;
    }

    @Override
    void awaitWritable() {
        if (isOpen()) {
            want(SelectionKey.OP_WRITE, true);
        } else {
            transport().writable();
        }
    }

    @Override
    void close(boolean byReset) {
        closeChannel(byReset);
    }
}
