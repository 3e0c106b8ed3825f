package dev.usher.bench.rivals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * A thread per client on the JDK alone, virtual or not: blocking channels, everything that arrived
 * together is answered by one write.
 */
final class ThreadServer implements RivalServer {
    private static final int FIRST_BUFFER = 2 * 1024;
    private static final int LARGEST_BUFFER = 64 * 1024;

    private final ServerSocketChannel listening;
    private final ThreadFactory threads;
    private final Echo echo;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    ThreadServer(ThreadFactory threads, Echo echo) throws IOException {
        this.threads = threads;
        this.echo = echo;
        listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Backlog.LENGTH);
        threads.newThread(this::accept).start();
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                clients.add(client);
                threads.newThread(() -> serve(client)).start();
            }
        } catch (AsynchronousCloseException closed) {
            // The server was closed.
        } catch (IOException broken) {
            throw new IllegalStateException("cannot accept", broken);
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            echo(client);
        } catch (IOException gone) {
            // The client, or what it sent, is its own fault; nobody else is concerned.
        } finally {
            clients.remove(client);
        }
    }

    private void echo(SocketChannel client) throws IOException {
        var decoder = new LineDecoder();
        var answers = new LineEncoder(FIRST_BUFFER);
        var buffer = ByteBuffer.allocate(FIRST_BUFFER);
        while (client.read(buffer.clear()) >= 0) {
            decoder.decode(
                    buffer.array(), buffer.position(), line -> answers.add(echo.apply(line)));
            var batch = ByteBuffer.wrap(answers.bytes(), 0, answers.length());
            while (batch.hasRemaining()) {
                client.write(batch);
            }
            answers.clear();
            if (!buffer.hasRemaining() && buffer.capacity() < LARGEST_BUFFER) {
                buffer = ByteBuffer.allocate(2 * buffer.capacity());
            }
        }
    }

    @Override
    public int port() {
        return listening.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var client : clients) {
            client.close();
        }
    }
}
