package dev.usher.services.files.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Gives the answers that it was told to, whatever is asked; to one client. */
final class ScriptedServer implements AutoCloseable {
    /** What it does when it has said everything. */
    enum End {
        /** Closes. */
        CLOSE,
        /** Reads nothing and says nothing more. */
        STALL,
        /** Says a letter now and then, and never the end of a line. */
        TRICKLE,
        /** Says letters as quickly as it can, and never the end of a line. */
        FLOOD
    }

    private final ServerSocket listening =
            new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** Each answer leaves when something has come since the one before it. */
    ScriptedServer(End end, String... answers) throws IOException {
        thread = Thread.startVirtualThread(() -> play(end, answers));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void play(End end, String... answers) {
        try (var client = listening.accept()) {
            var received = new byte[65_536];
            for (var answer : answers) {
                if (client.getInputStream().read(received) < 0) {
                    return;
                }
                client.getOutputStream().write(answer.getBytes(ISO_8859_1));
            }
            end(end, client);
        } catch (IOException | InterruptedException left) {
            // the client has had enough
        }
    }

    private void end(End end, Socket client) throws IOException, InterruptedException {
        switch (end) {
            case CLOSE -> client.shutdownOutput();
            case STALL -> {}
            case TRICKLE -> {
                while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                    client.getOutputStream().write('x');
                }
            }
            case FLOOD -> {
                while (true) {
                    client.getOutputStream().write("x".repeat(10_000).getBytes(ISO_8859_1));
                }
            }
        }
        closed.await();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
