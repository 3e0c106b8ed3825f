package dev.usher;

/**
 * How many requests of one client run at once, and in which order their answers leave. A client may
 * always send many requests before it reads (pipelining); this says what the server makes of it.
 */
public sealed interface Pipeline {

    /** One request after another, on the client's own thread. The default. */
    record Sequential() implements Pipeline {}

    /**
     * Several requests at once, each on a thread of its own; answers leave in the requests' order.
     *
     * @param atOnce the most that run together; 1 to 10,000
     */
    record Ordered(int atOnce) implements Pipeline {
        /** Checks the range. */
        public Ordered {
            Limits.Ranges.check("atOnce", atOnce, 1, MOST_AT_ONCE);
        }
    }

    /**
     * Several requests at once, each on a thread of its own; an answer leaves when it is ready, so
     * the protocol must say which request it belongs to.
     *
     * @param atOnce the most that run together; 1 to 10,000
     */
    record Unordered(int atOnce) implements Pipeline {
        /** Checks the range. */
        public Unordered {
            Limits.Ranges.check("atOnce", atOnce, 1, MOST_AT_ONCE);
        }
    }

    /**
     * One request after another, as long as their services have work to do; one that only waits for
     * somebody else lets the next request begin ({@link Call#yieldTurn}). Answers leave in the
     * requests' order.
     *
     * @param atOnce the most that run together; 1 to 10,000
     */
    record Yielding(int atOnce) implements Pipeline {
        /** Checks the range. */
        public Yielding {
            Limits.Ranges.check("atOnce", atOnce, 1, MOST_AT_ONCE);
        }
    }

    /** The most requests of one client that can be allowed to run together. */
    int MOST_AT_ONCE = 10_000;

    /** One request after another, on the client's own thread. */
    static Pipeline sequential() {
        return new Sequential();
    }

    /**
     * Up to {@code atOnce} requests together, answers in the requests' order.
     *
     * @throws IllegalArgumentException unless 1 to 10,000
     */
    static Pipeline ordered(int atOnce) {
        return new Ordered(atOnce);
    }

    /**
     * Up to {@code atOnce} requests together, answers as they are ready.
     *
     * @throws IllegalArgumentException unless 1 to 10,000
     */
    static Pipeline unordered(int atOnce) {
        return new Unordered(atOnce);
    }

    /**
     * One request after another, up to {@code atOnce} together where services {@linkplain
     * Call#yieldTurn yield}; answers in the requests' order.
     *
     * @throws IllegalArgumentException unless 1 to 10,000
     */
    static Pipeline yielding(int atOnce) {
        return new Yielding(atOnce);
    }
}
