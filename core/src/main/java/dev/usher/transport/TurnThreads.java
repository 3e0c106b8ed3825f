package dev.usher.transport;

import java.util.HashMap;
import java.util.Map;

/**
 * The threads by which one platform thread, a loop's or its helper's, serves clients that have
 * none: one for each lane. For that thread alone, which ends them when it is the loop's no more.
 */
final class TurnThreads {
    private final boolean help;
    private final Map<CarrierLane, TurnThread> threads = new HashMap<>();

    /**
     * Has none yet.
     *
     * @param help whether the calling thread is a helper
     */
    TurnThreads(boolean help) {
        this.help = help;
    }

    /**
     * Serves a client of this lane, and perhaps others after it.
     *
     * @param number the loop's, of this turn
     * @return the number of the last turn
     */
    long serve(CarrierLane lane, Runnable turn, long number) {
        TurnThread thread;
        try {
            thread = thread(lane);
        } catch (RuntimeException | Error noThread) {
            Defects.show(noThread);
            Defects.guard(turn); // without one, rather than not at all
            return number;
        }
        return thread.run(turn, number);
    }

    private TurnThread thread(CarrierLane lane) {
        var present = threads.get(lane);
        if (present != null && present.isFree()) {
            return present;
        }
        var made = new TurnThread(lane, help);
        made.start();
        threads.put(lane, made);
        return made;
    }

    /** Ends them; those that have become a client's go on. */
    void end() {
        threads.values().forEach(TurnThread::end);
    }
}
