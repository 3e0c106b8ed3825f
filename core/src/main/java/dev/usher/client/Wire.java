package dev.usher.client;

import dev.usher.Input;
import dev.usher.Output;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

import javax.net.ssl.SSLSocket;

/**
 * The bytes of one connection to a server. One thread may read and another write; any may close it,
 * which wakes both.
 */
final class Wire implements Closeable {
    private static final int PIECE = 16 * 1024;
    private static final int LARGE_PIECE = 64 * 1024;
    private static final long NOTHING = 0;

    private final Socket socket;
    private final boolean secure;
    private final Input input;
    private final Output output;

    /** When the write began that has not ended, by {@link System#nanoTime}. */
    private volatile long writingSince = NOTHING;

    /** When something arrived last. */
    private volatile long arrived = System.nanoTime();

    private volatile boolean reading;

    /** How many bytes have passed; each counted by the one thread that moves them. */
    private volatile long received;

    private volatile long sent;

    /**
     * @param socket what lies on the network; closing it does not wait for a write that is stuck,
     *     as a close of TLS would
     * @param spoken what is spoken through: the same, or TLS on it
     */
    Wire(Socket socket, Socket spoken, int message) throws IOException {
        this.socket = socket;
        secure = spoken instanceof SSLSocket;
        input = new Input(new Arrivals(spoken.getInputStream()), message);
        output = new Output(sink(spoken.getOutputStream()));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads
    private int receive(InputStream stream, byte[] room) throws IOException {
        reading = true;
        try {
            int count = stream.read(room);
            if (count > 0) {
                if (received == 0 && !secure && Handshake.isAlert(room, count)) {
                    throw TlsMismatchException.ofServer();
                }
                arrived = System.nanoTime();
                received += count;
            }
            return count;
        } finally {
            reading = false;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private Output.Sink sink(OutputStream stream) {
        return bytes -> {
            int count = bytes.remaining();
            writingSince = System.nanoTime();
            if (bytes.hasArray()) {
                int from = bytes.arrayOffset() + bytes.position();
                stream.write(bytes.array(), from, bytes.remaining());
                bytes.position(bytes.limit());
            } else {
                var copy = new byte[bytes.remaining()];
                bytes.get(copy);
                stream.write(copy);
            }
            writingSince = NOTHING;
            sent += count;
        };
    }

    Input input() {
        return input;
    }

    Output output() {
        return output;
    }

    InetSocketAddress remote() {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Whether nothing has arrived since then, or the server has taken nothing since then. */
    boolean isSilentSince(long then) {
        long writing = writingSince;
        return arrived - then < 0 || (writing != NOTHING && writing - then < 0);
    }

    /** How many bytes have passed, in both directions together. */
    long moved() {
        return received + sent;
    }

    /** Whether a thread waits for something to arrive. */
    boolean isReading() {
        return reading;
    }

    /** Whether a thread waits for the server to take something. */
    boolean isWriting() {
        return writingSince != NOTHING;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What the server sends, piece by piece. */
    private final class Arrivals implements Input.Source {
        private final InputStream stream;
        private byte[] room = new byte[PIECE];

        Arrivals(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public @Nullable ByteBuffer next(boolean begun) throws IOException {
            int count = receive(stream, room);
            return count < 0 ? null : take(count);
        }

        /** So many bytes; what fills half of the room goes without being copied. */
        private ByteBuffer take(int count) {
            if (count < room.length / 2) {
                var copy = Arrays.copyOf(room, count);
                room = room.length == PIECE ? room : new byte[PIECE];
                return ByteBuffer.wrap(copy);
            }
            var taken = ByteBuffer.wrap(room, 0, count);
            room = new byte[count == room.length ? LARGE_PIECE : room.length];
            return taken;
        }
    }
}
