package dev.usher.client;

/** How many retries a client may still make. Safe for use by many threads. */
final class RetryBudget {
    private final double most;
    private final double share;
    private double left;

    RetryBudget(Retries retries) {
        most = retries.reserve();
        share = retries.share();
        left = most;
    }

    /** A call adds its share. */
    synchronized void add() {
        left = Math.min(most, left + share);
    }

    /** Takes one retry; false if there is none. */
    synchronized boolean take() {
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
