package dev.usher.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Deadlines;
import dev.usher.Failure;
import dev.usher.transport.MemoryWire;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TimedBytesTest {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration FIRST_BYTE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration WRITE = Duration.ofSeconds(30);

    private long now;
    private final CoarseClock clock = new CoarseClock(() -> now);
    private final AtomicBoolean passed = new AtomicBoolean();
    private final MemoryWire wire = new Wire();
    private final TimedBytes bytes =
            new TimedBytes(
                    wire,
                    Deadlines.defaults()
                            .handshake(HANDSHAKE)
                            .firstByte(FIRST_BYTE)
                            .idle(IDLE)
                            .write(WRITE),
                    clock,
                    new TimedBytes.Parking() {
                        @Override
                        public void flush() {}

                        @Override
                        public void park() {}

                        @Override
                        public void unpark() {}
                    });

    @Test
    void aHandshakeIsLateAsAReadFirstAndThenAsAWrite() throws IOException {
        bytes.handshake();
        assertThat(passed).isTrue();
        assertThat(bytes.isWriteLate()).isFalse();
    }

    @Test
    void aClientThatTakesNothingCannotHoldUpTheGoodbyeOfTls() throws IOException {
        bytes.endOutput();
        assertThat(passed).isTrue();
        assertThat(bytes.isWriteLate()).isFalse();
    }

    @Test
    void aClientThatHasSaidNothingIsLateSoLongAfterItCame() throws IOException {
        assertThat(bytes.awaitMessage(false)).isFalse();
        pass(FIRST_BYTE.minusMillis(1));
        isLateNext(Failure.Wait.FIRST_BYTE, FIRST_BYTE);
    }

    private void receive() throws IOException {
        wire.coming.add(new byte[1]);
        assertThat(bytes.awaitMessage(false)).isTrue();
        bytes.next(false);
    }

    @Test
    void anIdleClientIsLateSoLongAfterTheSecondSweepThatFindsItIdle() throws IOException {
        receive();
        assertThat(bytes.awaitMessage(false)).isFalse();
        pass(Duration.ofMillis(100));
        pass(Duration.ofMillis(100));
        pass(IDLE.minusMillis(1));
        isLateNext(Failure.Wait.IDLE, IDLE);
    }

    @Test
    void theTimeOfAnIdleClientBeginsAnewWithEachMessageAndNotWithEachLook() throws IOException {
        for (int i = 0; i < 3; i++) {
            receive();
            assertThat(bytes.awaitMessage(false)).isFalse();
            pass(Duration.ofMillis(100));
            pass(Duration.ofMillis(100));
            pass(IDLE.minusMillis(1));
        }
        assertThat(bytes.awaitMessage(false)).isFalse(); // something that was nothing woke it
        isLateNext(Failure.Wait.IDLE, IDLE);
    }

    /** A sweep that has only seen the wait before is not to count for the one that it sees next. */
    @Test
    void aMessageBetweenTwoSweepsMakesTheNextOneTheFirst() throws IOException {
        receive();
        assertThat(bytes.awaitMessage(false)).isFalse();
        pass(Duration.ofMillis(100));
        receive();
        assertThat(bytes.awaitMessage(false)).isFalse();
        pass(Duration.ofMillis(100));
        pass(Duration.ofMillis(100));
        pass(IDLE.minusMillis(1));
        assertThat(wire.failure()).isNull();
    }

    /** It is not late yet, and it is in a millisecond. */
    private void isLateNext(Failure.Wait wait, Duration allowed) {
        assertThat(wire.failure()).isNull();
        pass(Duration.ofMillis(1));
        assertThat(wire.failure()).isEqualTo(new Failure.Late(wait, allowed));
    }

    private void pass(Duration time) {
        now += time.toNanos();
        clock.tick();
        bytes.sweep();
    }

    /** Where a socket would wait for its client, time passes here. */
    private final class Wire extends MemoryWire {
        @Override
        public void handshake() {
            pass(HANDSHAKE.minusMillis(1));
            assertThat(failure()).isNull();
            pass(Duration.ofMillis(1));
            assertThat(failure()).isEqualTo(new Failure.Late(Failure.Wait.HANDSHAKE, HANDSHAKE));
            assertThat(bytes.isWriteLate()).isFalse();
            pass(WRITE);
            assertThat(bytes.isWriteLate()).isTrue();
            passed.set(true);
        }

        @Override
        public void endOutput() {
            pass(WRITE.minusMillis(1));
            assertThat(bytes.isWriteLate()).isFalse();
            pass(Duration.ofMillis(1));
            assertThat(bytes.isWriteLate()).isTrue();
            passed.set(true);
        }
    }
}
