package dev.usher.services.counter;

import java.util.function.BooleanSupplier;

/**
 * What an increment costs: work for the processor that comes to nothing, so that people can see
 * what a server does that has much to do.
 *
 * @param additions how many numbers are added up for one increment; 0 to {@value #MOST}
 */
record Effort(long additions) {
    static final long MOST = 1_000_000_000;

    /** How many additions are made without a question: about a millisecond of them. */
    private static final int STEP = 1_000_000;

    /** Checks the range. */
    Effort {
        if (additions < 0 || additions > MOST) {
            throw new IllegalArgumentException(
                    "work is " + additions + "; allowed is 0 to " + MOST);
        }
    }

    /** Makes the effort, unless it is cancelled; whether it was made. */
    boolean make(BooleanSupplier cancelled) {
        double sum = 0;
        for (long left = additions; left > 0 && !cancelled.getAsBoolean(); left -= STEP) {
            sum += sum(Math.min(left, STEP));
        }
        // The sum is asked for, lest the compiler leaves out what nobody wants to know.
        return sum >= 0 && !cancelled.getAsBoolean();
    }

    private static double sum(long additions) {
        double sum = 0;
        for (long i = 0; i < additions; i++) {
            sum += 1.0; // of floating-point numbers, which a compiler must not add up beforehand
        }
        return sum;
    }
}
