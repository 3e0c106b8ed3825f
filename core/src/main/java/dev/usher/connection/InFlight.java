package dev.usher.connection;

/** The requests of one client that are being answered now. Safe for use by many threads. */
public interface InFlight {

    /** Cancels those that are past their deadline. */
    void sweep(CoarseClock clock);

    /** Cancels all: nobody is there to take an answer. */
    void cancel();
}
