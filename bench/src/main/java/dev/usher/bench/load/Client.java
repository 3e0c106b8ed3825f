package dev.usher.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One client's connection: sends its batch, and checks each byte that comes back. Owns its channel.
 * Used by one thread at a time.
 */
final class Client implements AutoCloseable {
    /** Beyond so many clients, others connect from another loopback address: ports are scarce. */
    private static final int CLIENTS_PER_ADDRESS = 20_000;

    private final InetSocketAddress server;
    private final int number;
    private final ByteBuffer request;
    private final ByteBuffer expected;
    private SocketChannel channel;
    private long started;

    /** Opens a channel that is not connected. */
    Client(InetSocketAddress server, int number, ByteBuffer batch) throws IOException {
        this.server = server;
        this.number = number;
        request = batch.duplicate();
        expected = batch.duplicate();
        channel = open();
    }

    private SocketChannel open() throws IOException {
        var opened = SocketChannel.open();
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        int address = number / CLIENTS_PER_ADDRESS;
        if (address > 0) {
            var local = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + address)});
            opened.bind(new InetSocketAddress(local, 0));
        }
        return opened;
    }

    SocketChannel channel() {
        return channel;
    }

    InetSocketAddress server() {
        return server;
    }

    /** A new channel in place of the old one, which is closed in order. */
    void reopen() throws IOException {
        channel.close();
        channel = open();
    }

    /** Begins a batch; its time counts from here. */
    void begin(long now) {
        started = now;
        request.clear();
        expected.clear();
    }

    /** Sends what the socket takes; whether that is all. */
    boolean send() throws IOException {
        channel.write(request);
        return !request.hasRemaining();
    }

    /**
     * Reads and checks what has arrived; whether the batch is complete.
     *
     * @param buffer shared by all clients of a thread
     */
    boolean receive(ByteBuffer buffer) throws IOException {
        int count = channel.read(buffer.clear());
        if (count < 0) {
            throw new WrongAnswer("the server closed a connection that was in use");
        }
        check(buffer.flip());
        return !expected.hasRemaining();
    }

    private void check(ByteBuffer answers) throws WrongAnswer {
        int count = answers.remaining();
        if (count > expected.remaining()) {
            throw new WrongAnswer("the server sent more than it was asked for");
        }
        int at = expected.position();
        int mismatch = expected.slice(at, count).mismatch(answers);
        if (mismatch >= 0) {
            throw new WrongAnswer("byte " + (at + mismatch) + " of a batch came back changed");
        }
        expected.position(at + count);
    }

    long started() {
        return started;
    }

    /** One whole batch there and back, on a channel that blocks. */
    void exchange(ByteBuffer buffer) throws IOException {
        begin(0);
        while (!send()) {}
        while (!receive(buffer)) {}
    }

    /** Resets the connection, so that nothing of it stays in the system. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
    }
}
