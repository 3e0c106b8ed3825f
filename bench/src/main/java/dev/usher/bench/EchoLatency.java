package dev.usher.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * One client of an echo, which sends a line every other millisecond and waits for it: how long that
 * takes while the server does something else. Runs from its source, without anything else:
 *
 * <pre>{@code
 * java EchoLatency.java PORT SECONDS
 * }</pre>
 */
public final class EchoLatency {
    private static final byte[] LINE =
            "a line of thirty-two bytes here\n".getBytes(StandardCharsets.US_ASCII);
    private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();
    private static final int WARM_UP = 2_000;
    private static final long WARM_UP_NANOS = Duration.ofSeconds(2).toNanos();

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(LINE.length);
    private final ByteBuffer line = ByteBuffer.allocateDirect(LINE.length).put(LINE);

    private EchoLatency(SocketChannel channel) {
        this.channel = channel;
    }

    /** Measures, and prints percentiles. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        long seconds = Long.parseLong(arguments[1]);
        try (var channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var client = new EchoLatency(channel);
            long warm = System.nanoTime() + WARM_UP_NANOS;
            for (int i = 0; i < WARM_UP && System.nanoTime() - warm < 0; i++) {
                client.echo();
            }
            client.measure(Duration.ofSeconds(seconds));
        }
    }

    private void measure(Duration time) throws IOException {
        var nanos = new long[(int) (time.toNanos() / PAUSE_NANOS)];
        long end = System.nanoTime() + time.toNanos();
        int count = 0;
        while (count < nanos.length && System.nanoTime() - end < 0) {
            nanos[count++] = echo();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        Arrays.sort(nanos, 0, count);
        System.out.printf(
                Locale.ROOT,
                "%,d lines; p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms%n",
                count,
                nanos[count / 2] / 1e6,
                nanos[(int) (count * 0.99)] / 1e6,
                nanos[(int) (count * 0.999)] / 1e6,
                nanos[count - 1] / 1e6);
    }

    private long echo() throws IOException {
        long began = System.nanoTime();
        line.flip().limit(LINE.length);
        while (line.hasRemaining()) {
            channel.write(line);
        }
        answer.clear();
        while (answer.hasRemaining()) {
            if (channel.read(answer) < 0) {
                throw new IOException("the server closed the connection");
            }
        }
        return System.nanoTime() - began;
    }
}
