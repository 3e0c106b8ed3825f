package dev.usher.cli.settings;

import com.sun.management.UnixOperatingSystemMXBean;

import dev.usher.Limits;
import dev.usher.cli.terminal.Words;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The files and connections that the system lets this process hold open.
 *
 * <p>Every listener is held to what there is in all. Several share it: seldom are all full at once,
 * and if they are, accepting pauses until a client leaves.
 */
public final class Descriptors {
    /** For the program's own files, and for clients that are just being turned away. */
    private static final long RESERVE = 128;

    private final long limit;
    private final Set<String> warnings = new LinkedHashSet<>();

    /** Those of this process. */
    public Descriptors() {
        this(
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof UnixOperatingSystemMXBean system
                        ? system.getMaxFileDescriptorCount()
                        : Long.MAX_VALUE);
    }

    /** So many. */
    Descriptors(long limit) {
        this.limit = limit;
    }

    /** These limits, lowered if need be so that each client can have a descriptor. */
    public Limits fit(Limits wanted) {
        long clients = Math.max(2, limit - RESERVE);
        if (wanted.running() + wanted.waiting() <= clients) {
            return wanted;
        }
        int waiting = (int) Math.min(wanted.waiting(), clients / 4);
        int running = (int) Math.min(wanted.running(), clients - waiting);
        warnings.add(
                "the descriptor limit of %s (ulimit -n) leaves %s running and %s waiting clients instead of %s and %s"
                        .formatted(
                                Words.number(limit),
                                Words.number(running),
                                Words.number(waiting),
                                Words.number(wanted.running()),
                                Words.number(wanted.waiting())));
        return wanted.running(running).waiting(waiting);
    }

    /** What was lowered, for people. */
    public Set<String> warnings() {
        return warnings;
    }
}
