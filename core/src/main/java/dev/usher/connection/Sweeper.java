package dev.usher.connection;

import dev.usher.transport.Defects;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at every deadline ten times a second: one thread, and no timer per operation. Deadlines are
 * fields that the connections write, most of them as moments that the sweep compares with the
 * clock.
 */
public final class Sweeper implements AutoCloseable {
    private static final long PERIOD_NANOS = 100_000_000;

    private final CoarseClock clock;
    private final List<AdmissionDesk> desks;
    private final Thread thread;
    private volatile boolean stopped;

    /** Starts to sweep. */
    public Sweeper(CoarseClock clock, List<AdmissionDesk> desks) {
        this.clock = clock;
        this.desks = desks;
        // Not virtual: handlers that compute without end must not keep deadlines from coming.
        thread = Thread.ofPlatform().daemon().name("usher-sweeper").start(this::run);
    }

    private void run() {
        while (!stopped) {
            try {
                clock.tick();
                desks.forEach(Sweeper::sweep);
            } catch (RuntimeException | Error noMemory) {
                Defects.show(noMemory);
            }
            LockSupport.parkNanos(this, PERIOD_NANOS);
        }
    }

    private static void sweep(AdmissionDesk desk) {
        try {
            desk.sweep();
        } catch (RuntimeException | Error defect) {
            Defects.show(defect);
        }
    }

    /** Stops soon; waits for nothing. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
