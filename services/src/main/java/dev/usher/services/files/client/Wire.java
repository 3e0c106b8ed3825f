package dev.usher.services.files.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Locale;

/**
 * A connection on which every wait has a deadline. It never blocks in a read or write, since those
 * of the system have none; it waits for the server to be ready, and no longer than it may. Belongs
 * to one client, which closes it.
 */
final class Wire implements AutoCloseable {
    /** What the server must send, or take, within the time of its silence. */
    static final int PIECE = 64 * 1024;

    private static final int BUFFER = 4 * PIECE;

    private final InetSocketAddress server;
    private final Duration silence;
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    /** What has arrived and was not taken yet. */
    private ByteBuffer arrived = buffer();

    /** What has arrived before, and was taken: whoever took it may still be at it. */
    private ByteBuffer before = buffer();

    /** When the wait is over, which {@link #expect} begins. */
    private long due;

    /** How many bytes have arrived since then. */
    private long sinceThen;

    private Wire(InetSocketAddress server, Duration silence) throws IOException {
        this.server = server;
        this.silence = silence;
        channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            selector = Selector.open();
            key = channel.register(selector, 0);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /** Outside of the heap, where the system reads and writes without copying. */
    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER).limit(0);
    }

    /** Connects. */
    static Wire to(InetSocketAddress server, ClientLimits limits) throws IOException {
        var wire = new Wire(server, limits.silence());
        boolean connected = false;
        try {
            wire.connect(limits.connect());
            connected = true;
        } catch (IOException failed) {
            throw new FilesException.Unreachable(
                    "cannot connect to %s: %s"
                            .formatted(
                                    wire.peer(),
                                    failed instanceof ConnectException
                                            ? "connection refused"
                                            : String.valueOf(failed.getMessage())),
                    failed);
        } finally {
            if (!connected) {
                wire.close();
            }
        }
        return wire;
    }

    private void connect(Duration longest) throws IOException {
        due = System.nanoTime() + longest.toNanos();
        if (server.isUnresolved()) {
            throw new IOException("its name is not known");
        }
        boolean done = channel.connect(server);
        while (!done) {
            if (!await(SelectionKey.OP_CONNECT)) {
                throw new IOException("no answer within " + seconds(longest));
            }
            done = channel.finishConnect();
        }
    }

    private String peer() {
        var address = server.getAddress();
        var host = address == null ? server.getHostString() : address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort();
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString()
                + " s";
    }

    /** Begins to wait for an answer. */
    void expect() {
        due = System.nanoTime() + silence.toNanos();
        sinceThen = 0;
    }

    /**
     * The next line of the answer, without its end.
     *
     * @param longest how many bytes it may have
     */
    String line(int longest) throws FilesException {
        var line = new ByteArrayOutputStream();
        while (true) {
            fill();
            while (arrived.hasRemaining()) {
                byte next = arrived.get();
                if (next == '\n') {
                    return text(line.toByteArray());
                }
                if (line.size() == longest) {
                    throw new FilesException.Malformed(
                            String.format(
                                    Locale.ROOT,
                                    "%s sends a line of more than %,d bytes",
                                    peer(),
                                    longest));
                }
                line.write(next);
            }
        }
    }

    private String text(byte[] line) throws FilesException {
        int length =
                line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length)).toString();
        } catch (CharacterCodingException wrong) {
            throw new FilesException.Malformed(peer() + " sends a line that is not UTF-8");
        }
    }

    /**
     * The next bytes of the answer, at least one and at most so many. They may be used until the
     * next call has returned, so that one thread can work on them while another one waits in that.
     */
    ByteBuffer piece(long most) throws FilesException {
        fill();
        int count = (int) Math.min(most, arrived.remaining());
        var piece = arrived.slice(arrived.position(), count);
        arrived.position(arrived.position() + count);
        return piece;
    }

    /** Waits until something has arrived, if all before it was taken. */
    private void fill() throws FilesException {
        if (arrived.hasRemaining()) {
            return;
        }
        var taken = arrived;
        arrived = before;
        before = taken;
        int count = receive();
        while (count == 0) {
            waitFor(SelectionKey.OP_READ);
            count = receive();
        }
        if (count < 0) {
            throw lost("it was closed", null);
        }
        sinceThen += count;
        if (sinceThen >= PIECE) {
            expect();
        }
    }

    private int receive() throws FilesException {
        arrived.clear();
        try {
            return channel.read(arrived);
        } catch (IOException failed) {
            throw lost(String.valueOf(failed.getMessage()), failed);
        } finally {
            arrived.flip();
        }
    }

    /**
     * Sends these bytes, at most a {@link #PIECE}, unless the server says something before it has
     * taken them: then it does not want them.
     *
     * @return whether they were sent
     */
    boolean send(ByteBuffer bytes) throws FilesException {
        expect();
        while (bytes.hasRemaining()) {
            if (hasSpoken()) {
                return false;
            }
            try {
                if (channel.write(bytes) == 0) {
                    waitFor(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                }
            } catch (FilesException late) {
                throw late;
            } catch (IOException failed) {
                if (hasSpoken()) {
                    return false;
                }
                throw lost(String.valueOf(failed.getMessage()), failed);
            }
        }
        return true;
    }

    /**
     * The same with bytes of a file, at most a {@link #PIECE}; they do not pass through this
     * program, where the system can do that.
     *
     * @throws EOFException if the file has not so many
     */
    boolean send(FileChannel file, long from, long count) throws IOException {
        expect();
        for (long at = from; at < from + count; ) {
            if (hasSpoken()) {
                return false;
            }
            long sent;
            try {
                sent = file.transferTo(at, from + count - at, channel);
            } catch (IOException failed) {
                if (hasSpoken()) {
                    return false;
                }
                throw lost(String.valueOf(failed.getMessage()), failed);
            }
            if (sent == 0 && file.size() <= at) {
                throw new EOFException("the file has become shorter while it was sent");
            }
            if (sent == 0) {
                waitFor(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
            at += sent;
        }
        return true;
    }

    private boolean hasSpoken() throws FilesException {
        if (!arrived.hasRemaining() && receive() < 0) {
            throw lost("it was closed", null);
        }
        return arrived.hasRemaining();
    }

    private void waitFor(int operations) throws FilesException {
        try {
            if (!await(operations)) {
                throw new FilesException.Lost(
                        "no answer from %s within %s".formatted(peer(), seconds(silence)), null);
            }
        } catch (FilesException late) {
            throw late;
        } catch (IOException failed) {
            throw lost(String.valueOf(failed.getMessage()), failed);
        }
    }

    /** Whether one of these can be done before the wait is over. */
    private boolean await(int operations) throws IOException {
        key.interestOps(operations);
        while (true) {
            long left = due - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            selector.select(Math.max(1, Duration.ofNanos(left).toMillis()));
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted");
            }
            if (!selector.selectedKeys().isEmpty()) {
                selector.selectedKeys().clear();
                return true;
            }
        }
    }

    private FilesException.Lost lost(String why, @Nullable Throwable cause) {
        return new FilesException.Lost("lost the connection to " + peer() + ": " + why, cause);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            channel.close();
        }
    }
}
