package dev.usher.services.files.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between clients and a server, and cuts each connection after so many bytes or so. */
final class CuttingProxy implements AutoCloseable {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private final ServerSocket listening = new ServerSocket(0, 50, HERE);
    private final int server;
    private final int most;
    private final Random random;
    private final AtomicInteger cuts = new AtomicInteger();
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** One that lets up to so many bytes pass, in either direction. */
    CuttingProxy(int server, int most, Random random) throws IOException {
        this.server = server;
        this.most = most;
        this.random = random;
        Thread.startVirtualThread(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(HERE, listening.getLocalPort());
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                var onward = new Socket(HERE, server);
                sockets.add(client);
                sockets.add(onward);
                int there = random.nextInt(most);
                int back = random.nextInt(most);
                Thread.startVirtualThread(() -> pass(client, onward, there));
                Thread.startVirtualThread(() -> pass(onward, client, back));
            }
        } catch (IOException closed) {
            // as it should be in the end
        }
    }

    private void pass(Socket from, Socket to, int most) {
        try (from;
                to) {
            var piece = new byte[4096];
            int left = most;
            while (left > 0) {
                int count = from.getInputStream().read(piece, 0, Math.min(left, piece.length));
                if (count < 0) {
                    return;
                }
                to.getOutputStream().write(piece, 0, count);
                left -= count;
            }
            cuts.incrementAndGet();
        } catch (IOException cutByTheOther) {
            // both ends are closed here
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
