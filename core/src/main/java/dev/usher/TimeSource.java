package dev.usher;

/**
 * Where a server takes the time from; tests give one that stands still. Safe for use by many
 * threads.
 */
@FunctionalInterface
public interface TimeSource {

    /** Nanoseconds since some fixed moment, as {@link System#nanoTime()}: never goes back. */
    long nanos();

    /** The time of the running system. */
    static TimeSource system() {
        return System::nanoTime;
    }
}
