package dev.usher.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What arrives at a {@link TestClient}, as far as it has not been read. No wait for more goes on
 * beyond a deadline, by {@link System#nanoTime}. For one thread.
 */
final class Incoming {
    private static final int BUFFER = 16 * 1024;
    private static final int SHOWN = 200;

    private final Socket socket;
    private final Duration timeout;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    /**
     * What arrives at this socket, once it is connected.
     *
     * @param timeout how long an operation may take
     */
    Incoming(Socket socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    /** When an operation that begins now has to end. */
    long deadline() {
        return System.nanoTime() + timeout.toNanos();
    }

    /**
     * Waits for a byte.
     *
     * @param read what the operation has read until now, for its failure to tell
     * @return false at the end
     */
    boolean await(ByteArrayOutputStream read, long deadline) throws IOException {
        if (at < end) {
            return true;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        try {
            socket.setSoTimeout((int) Math.max(1, left));
            end = Math.max(0, socket.getInputStream().read(buffer));
            at = 0;
            return end > 0;
        } catch (SocketTimeoutException late) {
            throw new SocketTimeoutException("nothing more within " + timeout + soFar(read));
        } catch (SocketException reset) {
            throw new SocketException(reset.getMessage() + soFar(read), reset);
        }
    }

    /** Takes what is here of a line, and the LF that ends it; whether that was here. */
    boolean takeLine(ByteArrayOutputStream line) {
        int from = at;
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        line.write(buffer, from, at - from);
        boolean whole = at < end;
        at += whole ? 1 : 0;
        return whole;
    }

    /** Takes what is here, at most so many bytes. */
    void take(ByteArrayOutputStream bytes, int most) {
        int count = Math.min(most, end - at);
        bytes.write(buffer, at, count);
        at += count;
    }

    /** Drops what is here. */
    void drop() {
        at = end;
    }

    /** How many bytes can be read without waiting. */
    int available() throws IOException {
        return end - at + socket.getInputStream().available();
    }

    /** What was read until something failed, as the failure tells it. */
    static String soFar(ByteArrayOutputStream read) {
        var text = read.toString(StandardCharsets.UTF_8);
        return ", after "
                + read.size()
                + " bytes: "
                + (text.length() > SHOWN ? "…" + text.substring(text.length() - SHOWN) : text);
    }
}
