package dev.usher.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again and again until the answer is as wanted, or time is up; in real time. */
record Patience(Duration longest) {
    private static final long PAUSE_NANOS = 2_000_000;

    /** The first value that is wanted, or the last one that is not. */
    <T> T ask(Supplier<T> question, Predicate<T> wanted) {
        long began = System.nanoTime();
        for (; ; ) {
            var answer = question.get();
            if (wanted.test(answer)
                    || System.nanoTime() - began >= longest.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return answer;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
