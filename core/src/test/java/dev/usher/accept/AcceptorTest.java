package dev.usher.accept;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The loop that nothing may end. */
class AcceptorTest {
    private final BlockingQueue<SocketChannel> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();
    private volatile boolean defective = true;

    @AfterEach
    void close() throws Exception {
        for (var resource : opened) {
            resource.close();
        }
    }

    @Test
    void whoeverThrowsTheNextConnectionIsAccepted() throws Exception {
        var acceptor = start();
        connect(acceptor);
        assertThat(next(pauses)).isEqualTo(Duration.ofMillis(5));
        defective = false;
        connect(acceptor);
        assertThat(next(arrived).isOpen()).isTrue();
    }

    @Test
    void thePausesGrowUntilAConnectionIsAccepted() throws Exception {
        var acceptor = start();
        connect(acceptor);
        connect(acceptor);
        connect(acceptor);
        assertThat(List.of(next(pauses), next(pauses), next(pauses)))
                .containsExactly(
                        Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(20));
        defective = false;
        connect(acceptor);
        opened.add(next(arrived));
        defective = true;
        connect(acceptor);
        assertThat(next(pauses)).isEqualTo(Duration.ofMillis(5));
    }

    private Acceptor start() throws IOException {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        var acceptor = new Acceptor("acceptor", address, new Defective());
        opened.add(acceptor);
        acceptor.start();
        return acceptor;
    }

    private void connect(Acceptor acceptor) throws IOException {
        opened.add(SocketChannel.open(acceptor.address()));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var next = queue.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    /** Throws what it must not throw, whatever it is told. */
    private final class Defective implements Acceptor.Arrivals {
        @Override
        public void accepted(SocketChannel channel) {
            opened.add(channel);
            if (defective) {
                throw new StackOverflowError("on purpose");
            }
            arrived.add(channel);
        }

        @Override
        public void failed(Throwable cause, Duration pause) {
            pauses.add(pause);
            throw new IllegalStateException("on purpose", cause);
        }
    }
}
