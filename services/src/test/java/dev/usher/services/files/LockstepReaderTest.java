package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Peers that never stop sending a word: without an end to that, each would keep its place. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class LockstepReaderTest {

    /** Sends a byte each 20 ms, and may take 100 ms for a word. */
    private static LockstepReader hearing(String beginning, char rest) {
        return new LockstepReader(
                new Input(new Trickle(beginning, rest), 8192), Duration.ofMillis(100));
    }

    private static final class Trickle implements Input.Source {
        private final String beginning;
        private final char rest;
        private int sent;
        private boolean arrived;

        Trickle(String beginning, char rest) {
            this.beginning = beginning;
            this.rest = rest;
        }

        @Override
        public ByteBuffer next(boolean begun) {
            arrived = false;
            char next = sent < beginning.length() ? beginning.charAt(sent) : rest;
            sent++;
            return ByteBuffer.wrap(String.valueOf(next).getBytes(UTF_8));
        }

        @Override
        public @Nullable ByteBuffer arrived() {
            return arrived ? next(true) : null;
        }

        @Override
        public void awaitArrival(Duration longest) {
            LockSupport.parkNanos(Math.min(longest.toNanos(), 20_000_000));
            arrived = true;
        }
    }

    private static void assertLate(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        no -> assertThat(no.failure()).isInstanceOf(Failure.Late.class));
    }

    @Test
    void emptyLinesBeforeAWordDoNotPutItOff() {
        assertLate(hearing("\r\n", '\n')::goOn);
    }

    @Test
    void aCommandThatComesInTricklesDoesNotEither() {
        assertLate(hearing("GET ", 'x')::command);
    }

    @Test
    void anErrorThatComesInTricklesDoesNotEither() {
        assertLate(() -> hearing("ERROR: ", 'x').otherThan("OK"));
    }
}
