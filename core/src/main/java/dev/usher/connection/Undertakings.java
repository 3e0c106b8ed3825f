package dev.usher.connection;

import dev.usher.Connection.Begun;
import dev.usher.Failure;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What has begun on a connection and is to be finished before a stop of the server ends its input.
 *
 * <p>A stop is written down before the undertakings are counted, and an undertaking is counted off
 * before the stop is looked for: so one of the two sees the other, and the input ends.
 */
final class Undertakings {
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable Failure stop;

    /** Something begins. */
    Begun begin(Consumer<Failure> endInput) {
        count.incrementAndGet();
        var open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                count.decrementAndGet();
                end(endInput);
            }
        };
    }

    /** The input is to end, when nothing is under way. */
    void stop(Failure failure, Consumer<Failure> endInput) {
        stop = failure;
        end(endInput);
    }

    private void end(Consumer<Failure> endInput) {
        var failure = stop;
        if (failure != null && count.get() == 0) {
            endInput.accept(failure);
        }
    }
}
