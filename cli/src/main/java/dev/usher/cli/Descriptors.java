package dev.usher.cli;

import com.sun.management.UnixOperatingSystemMXBean;

import dev.usher.Limits;

import java.lang.management.ManagementFactory;

/** How many files and connections the system lets this process hold open. */
final class Descriptors {
    /** For the program's own files, and for clients that are just being turned away. */
    private static final long RESERVE = 128;

    private Descriptors() {}

    /** The limit ({@code ulimit -n}). */
    static long limit() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /**
     * These limits, lowered so that all clients of one listener have descriptors. Several listeners
     * share them: seldom are all full at once, and then accepting pauses until a client leaves.
     */
    static Limits fit(Limits wanted, long limit) {
        long clients = Math.max(2, limit - RESERVE);
        if (wanted.running() + wanted.waiting() <= clients) {
            return wanted;
        }
        int waiting = (int) Math.min(wanted.waiting(), clients / 4);
        int running = (int) Math.min(wanted.running(), clients - waiting);
        return wanted.running(running).waiting(waiting);
    }
}
