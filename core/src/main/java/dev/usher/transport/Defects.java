package dev.usher.transport;

/** Defects of ours, or no memory, on threads that have to go on whatever happens. */
public final class Defects {
    private Defects() {}

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
