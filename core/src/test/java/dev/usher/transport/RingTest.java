package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.usher.Engine;
import dev.usher.transport.uring.Ring;
import dev.usher.transport.uring.WakeUp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A ring between two ends of a connection, where this system has rings. */
@Timeout(60)
class RingTest {
    private static final long TAG = 42;
    private static final long OTHER = 43;

    /** More than all buffers of a ring hold. */
    private static final int MUCH = 5 << 20;

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final Heard heard = new Heard();
    private Ring ring;
    private SocketChannel near;
    private SocketChannel far;
    private int socket;

    /** What completions told. */
    private static final class Heard implements Ring.Completions {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final List<String> ends = new ArrayList<>();
        boolean over;

        @Override
        public void received(long tag, ByteBuffer received, boolean last) {
            assertThat(tag).isEqualTo(TAG);
            var copy = new byte[received.remaining()];
            received.get(copy);
            bytes.writeBytes(copy);
            over |= last;
        }

        @Override
        public void completed(long tag, int result, boolean last) {
            ends.add(tag + ": " + result);
            over |= tag == TAG && last;
        }
    }

    @BeforeEach
    void open() throws IOException {
        assumeThat(Engine.URING.isAvailable()).as("io_uring").isTrue();
        ring = ring();
        try (var listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            far = SocketChannel.open(listening.getLocalAddress());
            near = listening.accept();
        }
        toClose.add(far);
        toClose.add(near);
        near.configureBlocking(false);
        socket = Descriptors.of(near);
    }

    private Ring ring() throws IOException {
        var opened = Ring.open();
        toClose.add(opened);
        opened.enable();
        return opened;
    }

    @AfterEach
    void close() throws Exception {
        for (var resource : toClose.reversed()) {
            resource.close();
        }
    }

    private void until(BooleanSupplier enough) throws IOException {
        ring.complete(heard);
        while (!enough.getAsBoolean()) {
            ring.submit(true);
            ring.complete(heard);
        }
    }

    private void write(byte[] bytes) throws IOException {
        for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
            far.write(buffer);
        }
    }

    private Thread writeMeanwhile(byte[] bytes) {
        return Thread.startVirtualThread(() -> {
            try {
                write(bytes);
            } catch (IOException closed) {
                throw new AssertionError(closed);
            }
        });
    }

    private static byte[] random(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @Test
    void receivesUntilTheOtherEndCloses() throws Exception {
        ring.receive(socket, TAG);
        write(random(10));
        until(() -> heard.bytes.size() == 10);
        write(random(20));
        until(() -> heard.bytes.size() == 30);
        assertThat(heard.over).isFalse();
        far.close();
        until(() -> heard.over);
        assertThat(heard.ends).containsExactly("42: 0");
    }

    @Test
    void whatIsMoreThanAllBuffersHoldArrivesWholeAndInOrder() throws Exception {
        var sent = random(MUCH);
        var writer = writeMeanwhile(sent);
        while (heard.bytes.size() < sent.length) {
            ring.receive(socket, TAG); // again, when there was no buffer left
            heard.over = false;
            until(() -> heard.over || heard.bytes.size() == sent.length);
        }
        writer.join();
        assertThat(heard.bytes.toByteArray()).isEqualTo(sent);
    }

    @Test
    void aCancelledReceptionSaysSoAndTakesNothingAfterwards() throws Exception {
        ring.receive(socket, TAG);
        ring.submit(false);
        ring.cancel(OTHER, TAG);
        until(() -> heard.over);
        assertThat(heard.ends).containsExactly("42: " + Ring.CANCELLED);
        write(random(7));
        var left = ByteBuffer.allocate(100);
        while (near.read(left) == 0) {
            Thread.onSpinWait();
        }
        ring.submit(false);
        ring.complete(heard);
        assertThat(left.position() + heard.bytes.size()).isEqualTo(left.position());
    }

    @Test
    void saysOnlyOfWhatWasNotSentWholeHowMuchWas() throws Exception {
        var sent = random(MUCH);
        var buffer = ByteBuffer.wrap(sent);
        int at = 0;
        int count = 0;
        while (heard.ends.isEmpty()) {
            count = Math.min(64 * 1024, buffer.remaining());
            ring.clearOutgoing();
            at = ring.send(socket, buffer, count, TAG);
            assertThat(at).isNotNegative();
            ring.submit(false);
            assertThat(ring.hasSubmitted(ring.position())).isTrue();
            ring.complete(heard);
        }
        int result = Integer.parseInt(heard.ends.getFirst().substring("42: ".length()));
        int taken = Math.max(0, result);
        assertThat(taken).isLessThan(count);
        var rest = ring.unsent(at + taken, count - taken);
        assertThat(rest)
                .isEqualTo(ByteBuffer.wrap(sent, buffer.position() - rest.limit(), rest.limit()));

        int expected = buffer.position() - rest.limit();
        var arrived = ByteBuffer.allocate(expected);
        while (arrived.hasRemaining()) {
            assertThat(far.read(arrived)).isPositive();
        }
        assertThat(arrived.array()).isEqualTo(Arrays.copyOf(sent, expected));
    }

    @Test
    void hasRoomForSoMuchToBeSentAndNoMore() {
        var bytes = ByteBuffer.allocate(2 << 20);
        assertThat(ring.send(socket, bytes, 1 << 20, TAG)).isNotNegative();
        assertThat(ring.send(socket, bytes, 1, TAG)).isNegative();
        assertThat(bytes.position()).isEqualTo(1 << 20);
        ring.clearOutgoing();
        assertThat(ring.send(socket, bytes, 1, TAG)).isNotNegative();
    }

    @Test
    void aSocketThatTakesBytesIsWritable() throws Exception {
        ring.awaitWritable(socket, TAG);
        until(() -> heard.over);
        assertThat(heard.ends).hasSize(1);
    }

    @Test
    void anyThreadWakesTheOneThatWaitsAsOftenAsItLikes() throws Exception {
        var wakeUp = new WakeUp();
        toClose.add(wakeUp);
        ring.watch(wakeUp, OTHER);
        for (int i = 1; i <= 3; i++) {
            int times = i;
            Thread.startVirtualThread(wakeUp::signal);
            until(() -> heard.ends.size() >= times);
        }
        wakeUp.close();
        wakeUp.signal(); // to nobody
    }

    @Test
    void takesMoreOperationsThanItHasEntries() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            ring.awaitWritable(socket, OTHER);
        }
        until(() -> heard.ends.size() == 5_000);
    }

    @Test
    void tellsOfMoreCompletionsThanItHasRoomFor() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            ring.cancel(OTHER, TAG); // there is nothing to cancel: each says so
        }
        until(() -> heard.ends.size() == 20_000);
        assertThat(heard.ends).containsOnly("43: -2"); // ENOENT
    }

    @Test
    void aClosedRingLetsGoOfItsSockets() throws Exception {
        ring.receive(socket, TAG);
        ring.submit(false);
        ring.close();
        near.close();
        assertThat(far.read(ByteBuffer.allocate(1))).isEqualTo(-1); // or the test takes too long
    }

    @Test
    void whatAClosedRingWasToReceiveAnotherOneDoes() throws Exception {
        var sent = random(MUCH);
        var writer = writeMeanwhile(sent);
        while (heard.bytes.size() < sent.length) {
            ring.receive(socket, TAG);
            heard.over = false;
            int before = heard.bytes.size();
            until(() -> heard.bytes.size() > before);
            toClose.remove(ring);
            ring.close();
            ring = ring();
        }
        writer.join();
        assertThat(heard.bytes.toByteArray()).isEqualTo(sent);
    }
}
