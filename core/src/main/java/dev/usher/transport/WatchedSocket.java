package dev.usher.transport;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One socket that a loop watches: it tells the socket's transport what has arrived. For the loop's
 * thread alone, but for what says otherwise.
 */
abstract class WatchedSocket {
    private final SocketChannel channel;
    private final SocketTransport transport;

    WatchedSocket(SocketChannel channel, SocketTransport transport) {
        this.channel = channel;
        this.transport = transport;
    }

    final SocketChannel channel() {
        return channel;
    }

    final SocketTransport transport() {
        return transport;
    }

    /** Begins to watch it, and to read what arrives. */
    abstract void open() throws IOException;

    /** Whether it is watched. */
    abstract boolean isOpen();

    /** Whether what arrives is to be read from here on. */
    abstract void read(boolean wanted);

    /**
     * Takes some of these bytes to be sent soon, or none; by the thread that sends.
     *
     * @return how many
     */
    abstract int write(ByteBuffer bytes) throws IOException;

    /** Whether all that was taken has been sent; by the thread that sends. */
    abstract boolean hasSentAll();

    /** Tells the transport, once, when bytes are likely to be taken, and all before are sent. */
    abstract void awaitWritable();

    /** The client is to hear that no more comes; by the thread that sends. */
    final void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Reads past the watch; by the thread that receives. */
    final int glance(ByteBuffer bytes) throws IOException {
        return channel.read(bytes);
    }

    /** Watches it no more and closes it, by a reset if so wanted. */
    abstract void close(boolean byReset);

    final void closeChannel(boolean byReset) {
        try (channel) {
            if (byReset && channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException alreadyBroken) {
            return; // closing was all that was wanted, and a socket that fails is closed
        }
    }
}
