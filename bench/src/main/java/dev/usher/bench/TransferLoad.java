package dev.usher.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/**
 * Ten clients of a files service, five of which put and five get, one file after another and as
 * fast as they can, until time is up. Says how much that was. Runs from its source, without
 * anything else:
 *
 * <pre>{@code
 * java TransferLoad.java PORT BYTES SECONDS
 * }</pre>
 */
public final class TransferLoad {
    private static final int EACH = 5;
    private static final int PIECE = 64 * 1024;

    private final int port;
    private final int bytes;
    private final LongAdder up = new LongAdder();
    private final LongAdder down = new LongAdder();

    private TransferLoad(int port, int bytes) {
        this.port = port;
        this.bytes = bytes;
    }

    /** One client's connection. */
    @FunctionalInterface
    private interface Work {
        void over(Socket socket) throws IOException;
    }

    /** Transfers until time is up. */
    public static void main(String[] arguments) throws Exception {
        var load = new TransferLoad(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        long millis = 1_000 * Long.parseLong(arguments[2]);
        load.putOnce();
        System.out.println("ready");
        for (int i = 1; i <= EACH; i++) {
            var name = "up" + i;
            start(name, () -> load.work(socket -> load.put(socket, name)));
            start("down" + i, () -> load.work(load::get));
        }
        long begun = System.nanoTime();
        Thread.sleep(millis);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%.0f MB/s up, %.0f MB/s down%n",
                load.up.sum() / seconds / 1e6,
                load.down.sum() / seconds / 1e6);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }

    /** What the others get. */
    private void putOnce() throws IOException {
        try (var socket = connect()) {
            put(socket, "down");
        }
        up.reset();
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private void work(Work work) {
        try (var socket = connect()) {
            while (true) {
                work.over(socket);
            }
        } catch (IOException failed) {
            System.err.println(Thread.currentThread().getName() + ": " + failed);
            Runtime.getRuntime().halt(1);
        }
    }

    private void put(Socket socket, String name) throws IOException {
        ask(socket, "put " + name + " " + bytes);
        var piece = new byte[PIECE];
        new Random(name.hashCode()).nextBytes(piece);
        for (int left = bytes; left > 0; left -= piece.length) {
            int count = Math.min(left, piece.length);
            socket.getOutputStream().write(piece, 0, count);
            up.add(count);
        }
        expectOk(socket);
    }

    private void get(Socket socket) throws IOException {
        ask(socket, "get down");
        var piece = new byte[PIECE];
        for (int left = bytes; left > 0; ) {
            int count = socket.getInputStream().read(piece, 0, Math.min(left, piece.length));
            if (count < 0) {
                throw new EOFException("the server closed the connection");
            }
            left -= count;
            down.add(count);
        }
    }

    private static void ask(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(US_ASCII));
        expectOk(socket);
    }

    private static void expectOk(Socket socket) throws IOException {
        var line = line(socket.getInputStream());
        if (!line.startsWith("OK")) {
            throw new IOException("the server says: " + line);
        }
    }

    private static String line(InputStream input) throws IOException {
        var line = new byte[256];
        for (int i = 0; i < line.length; i++) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next == '\n') {
                return new String(Arrays.copyOf(line, i), US_ASCII);
            }
            line[i] = (byte) next;
        }
        throw new IOException("a line without end");
    }
}
