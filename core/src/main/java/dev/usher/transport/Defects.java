package dev.usher.transport;

/** Defects of ours, or no memory, on threads that have to go on whatever happens. */
public final class Defects {
    private Defects() {}

    /** Runs this, and shows what it throws. */
    static void guard(Runnable work) {
        try {
            work.run();
        } catch (Throwable defect) {
            show(defect);
        }
    }

    /** Shows it where the program shows such things; throws nothing. */
    public static void show(Throwable defect) {
        var thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, defect);
        } catch (Throwable ignored) {
            // As the JVM does with what such a handler throws.
        }
    }
}
