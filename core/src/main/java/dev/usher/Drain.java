package dev.usher;

import dev.usher.connection.AdmissionDesk;
import dev.usher.connection.CoarseClock;

import java.net.InetSocketAddress;
import java.time.Duration;

/** The end of one listener, within its grace. For one thread. */
final class Drain {
    private final AdmissionDesk desk;
    private final InetSocketAddress address;
    private final CoarseClock clock;
    private final long began;
    private final Duration grace;
    private int inside;
    private int told;
    private int cut;
    private boolean over;
    private Duration took = Duration.ZERO;

    /** Begins now, for the listener at this address. */
    Drain(AdmissionDesk desk, InetSocketAddress address, CoarseClock clock) {
        this.desk = desk;
        this.address = address;
        this.clock = clock;
        began = clock.exact();
        grace = desk.listener().deadlines().drain();
    }

    /** Lets nobody in any more, and tells those who wait. */
    void turnAway() {
        desk.events().emit(new Event.Draining(desk.listener().name(), grace));
        told = desk.turnAway();
        inside = desk.status(address).occupancy().running();
    }

    /** Ends everybody inside between two requests. */
    void finish() {
        desk.finish();
    }

    /**
     * Whether everybody has gone; at the end of the grace that is seen to.
     *
     * @param cutNow whether the grace ends now
     */
    boolean isOver(boolean cutNow) {
        if (over) {
            return true;
        }
        took = Duration.ofNanos(clock.exact() - began);
        if (!desk.isEmpty() && (cutNow || took.compareTo(grace) >= 0)) {
            cut += desk.cut();
        }
        over = desk.isEmpty();
        return over;
    }

    /** Tells of the end, when it {@linkplain #isOver is over}. */
    DrainReport end() {
        var report = new DrainReport(took, Math.max(0, inside - cut), told, cut);
        desk.events().emit(new Event.Stopped(desk.status(address), report));
        return report;
    }
}
