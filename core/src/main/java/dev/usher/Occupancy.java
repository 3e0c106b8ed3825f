package dev.usher;

/**
 * How full a listener is at one moment.
 *
 * @param running clients that have a thread
 * @param runningLimit how many may have one
 * @param waiting clients in the queue
 * @param waitingLimit how many may wait
 */
public record Occupancy(int running, int runningLimit, int waiting, int waitingLimit) {

    /** As people read it: {@code running=3/3 waiting=2/2}. */
    @Override
    public String toString() {
        return "running="
                + running
                + "/"
                + runningLimit
                + " waiting="
                + waiting
                + "/"
                + waitingLimit;
    }
}
