package dev.usher.bench.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A client that sends as much as the server takes and reads 16 KiB only twenty times a second. Ends
 * when it is closed.
 */
final class SlowReader implements AutoCloseable {
    private static final int DEPTH = 64;
    private static final int LINE = 32;
    private static final int GULP = 16 * 1024;
    private static final long PAUSE_MILLIS = 50;

    private final SocketChannel channel = SocketChannel.open();
    private volatile @Nullable WrongAnswer failure;

    SlowReader(int port) throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, GULP);
        channel.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        Thread.ofPlatform().daemon().name("slow-reader-sends").start(this::send);
        Thread.ofPlatform().daemon().name("slow-reader-reads").start(this::read);
    }

    private void send() {
        var batch = new Batches(DEPTH, LINE).of(0);
        try {
            while (channel.isOpen()) {
                channel.write(batch.clear());
            }
        } catch (IOException closed) {
            // The end, ours or the server's, which may have had enough of us.
        }
    }

    private void read() {
        var buffer = ByteBuffer.allocateDirect(GULP);
        var expected = new Batches(DEPTH, LINE).of(0);
        try {
            while (channel.read(buffer.clear()) >= 0) {
                check(buffer.flip(), expected);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (WrongAnswer wrong) {
            failure = wrong;
        } catch (IOException closed) {
            // As above.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void check(ByteBuffer answers, ByteBuffer expected) throws WrongAnswer {
        while (answers.hasRemaining()) {
            if (!expected.hasRemaining()) {
                expected.clear();
            }
            int count = Math.min(answers.remaining(), expected.remaining());
            var piece = answers.slice(answers.position(), count);
            if (!piece.equals(expected.slice(expected.position(), count))) {
                throw new WrongAnswer("a byte came back changed to the slow reader");
            }
            answers.position(answers.position() + count);
            expected.position(expected.position() + count);
        }
    }

    /** Throws what was wrong with the answers, if anything was. */
    void check() throws WrongAnswer {
        var wrong = failure;
        if (wrong != null) {
            throw wrong;
        }
    }

    @Override
    public void close() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }
}
