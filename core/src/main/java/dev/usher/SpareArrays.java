package dev.usher;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Arrays that one output has emptied and the next one fills, while they are still in the cache; one
 * for each processor at the most. Safe for use by many threads.
 */
final class SpareArrays {
    private static final AtomicReferenceArray<byte @Nullable []> SPARE =
            new AtomicReferenceArray<>(Runtime.getRuntime().availableProcessors());

    private SpareArrays() {}

    /** An array of any length that is the caller's now; {@code null} if there is none. */
    static byte @Nullable [] take() {
        return SPARE.getAndSet(place(), null);
    }

    /** Gives an array away, of which nobody may keep anything. */
    static void give(byte[] array) {
        SPARE.setRelease(place(), array);
    }

    private static int place() {
        return (int) (Thread.currentThread().threadId() % SPARE.length());
    }
}
