package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.usher.Engine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** When what is sent during turns leaves. This thread is the loop's, and all of the test a turn. */
@Timeout(60)
class RingSocketsTest {
    /** Longer than an answer may wait while others have their turns. */
    private static final long LONG_MILLIS = 1;

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private RingSockets sockets;
    private Loop another;

    @BeforeEach
    void open() throws IOException {
        assumeThat(Engine.URING.isAvailable()).as("io_uring").isTrue();
        another = new PortableLoop("usher-loop-test", false);
        toClose.add(another);
        sockets = new RingSockets();
        toClose.add(sockets);
        sockets.enter();
    }

    @AfterEach
    void close() throws Exception {
        for (var each : toClose.reversed()) {
            each.close();
        }
    }

    /** Sends a byte to a new client, which is returned and reads without waiting. */
    private SocketChannel send() throws IOException {
        try (var listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var far = SocketChannel.open(listening.getLocalAddress());
            toClose.add(far);
            far.configureBlocking(false);
            var near = listening.accept();
            toClose.add(near);
            near.configureBlocking(false);
            var socket = sockets.socket(near, new SocketTransport(another, near, 100));
            socket.open();
            assertThat(socket.write(ByteBuffer.wrap(new byte[] {1}))).isOne();
            return far;
        }
    }

    private static boolean hasIt(SocketChannel client) throws IOException {
        return client.read(ByteBuffer.allocate(1)) == 1;
    }

    @Test
    void anAnswerLeavesWithTheFirstTurnThatEndsAfterItHasWaitedLong() throws Exception {
        var client = send();
        assertThat(hasIt(client)).isFalse();
        Thread.sleep(LONG_MILLIS);
        sockets.turnEnded();
        assertThat(hasIt(client)).isTrue();
    }

    /** Whoever asks is to end its turn then, and that is when it leaves. */
    @Test
    void whoAsksAfterThatIsToldThatItIsDueUntilItHasLeft() throws Exception {
        for (int i = 0; i < 10; i++) {
            var client = send();
            Thread.sleep(LONG_MILLIS);
            assertThat(sockets.isDue()).isTrue();
            sockets.turnEnded();
            assertThat(hasIt(client)).isTrue();
            assertThat(sockets.isDue()).isFalse();
        }
    }

    @Test
    void manyAnswersDoNotWait() throws IOException {
        var clients = new ArrayList<SocketChannel>();
        for (int i = 0; i < 64; i++) {
            clients.add(send());
        }
        assertThat(sockets.isDue()).isTrue();
        sockets.turnEnded();
        for (var client : clients) {
            assertThat(hasIt(client)).isTrue();
        }
    }

    @Test
    void nothingIsDueWhenNothingIsSent() {
        for (int i = 0; i < 10; i++) {
            assertThat(sockets.isDue()).isFalse();
        }
    }
}
