package dev.usher.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Input;
import dev.usher.protocol.Lines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where the owner of a server asks what it is doing: a Unix-domain socket that nobody else may
 * open. A connection is for one question. Runs on threads of its own, apart from the clients'.
 */
public final class AdminSocket implements AutoCloseable {
    private static final int MOST_AT_ONCE = 16;
    private static final int LONGEST_LINE = 4 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** What the system's addresses have room for: 108 bytes with a zero at the end (unix(7)). */
    private static final int LONGEST_PATH = 107;

    /** About what is added to the path while the socket is being made. */
    private static final String CELL = ".admin0123456789012345678/s";

    private final Path path;
    private final ServerSocketChannel socket;
    private final AdminDesk desk;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    private AdminSocket(Path path, ServerSocketChannel socket, AdminDesk desk) {
        this.path = path;
        this.socket = socket;
        this.desk = desk;
    }

    /**
     * Opens it.
     *
     * @param path where; what a server that has ended has left there is replaced
     * @throws IOException with a sentence for people
     */
    public static AdminSocket open(Path path, AdminDesk desk) throws IOException {
        if (path.toString().getBytes(UTF_8).length > LONGEST_PATH - CELL.length()) {
            throw new IOException(path + ": too long a name for a socket");
        }
        if (isAnswered(path)) {
            throw new IOException(path + ": another server answers there");
        }
        var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            bind(socket, path);
        } catch (IOException failed) {
            socket.close();
            throw new IOException(path + ": cannot make a socket: " + failed.getMessage(), failed);
        }
        var opened = new AdminSocket(path, socket, desk);
        Thread.ofPlatform().daemon().name("usher-admin").start(opened::accept);
        return opened;
    }

    private static boolean isAnswered(Path path) {
        try (var other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return other.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    /** Makes it in a folder that nobody else can enter, so that it is never open to others. */
    private static void bind(ServerSocketChannel socket, Path path) throws IOException {
        var parent = path.toAbsolutePath().getParent();
        var owner = PosixFilePermissions.fromString("rwx------");
        var cell =
                Files.createTempDirectory(
                        parent, ".admin", PosixFilePermissions.asFileAttribute(owner));
        try {
            var inside = cell.resolve("s");
            socket.bind(UnixDomainSocketAddress.of(inside));
            Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rw-------"));
            Files.move(inside, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(cell.resolve("s"));
            Files.delete(cell);
        }
    }

    private void accept() {
        try {
            while (true) {
                var connection = socket.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().name("usher-admin-").start(() -> serve(connection));
                } else {
                    connection.close();
                }
            }
        } catch (ClosedChannelException closed) {
            return;
        } catch (IOException failed) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failed);
        }
    }

    private void serve(SocketChannel connection) {
        var late = CompletableFuture.runAsync(() -> close(connection), after(LONGEST));
        try (connection) {
            var question = Lines.readUtf8(input(connection));
            if (question != null) {
                var answer = ByteBuffer.wrap((desk.answer(question) + "\n").getBytes(UTF_8));
                while (answer.hasRemaining()) {
                    connection.write(answer);
                }
            }
        } catch (IOException gone) {
            // Whoever asked does not want to know any more.
        } finally {
            late.cancel(false);
            places.release();
        }
    }

    private static Input input(SocketChannel connection) {
        var input =
                new Input(
                        begun -> {
                            var piece = ByteBuffer.allocate(LONGEST_LINE);
                            return connection.read(piece) < 0 ? null : piece.flip();
                        },
                        LONGEST_LINE);
        input.beginMessage();
        return input;
    }

    private static Executor after(Duration delay) {
        return CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void close(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Closes it, and takes it away. */
    @Override
    public void close() throws IOException {
        socket.close();
        Files.deleteIfExists(path);
    }
}
