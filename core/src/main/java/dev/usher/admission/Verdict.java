package dev.usher.admission;

import dev.usher.Failure;
import dev.usher.Occupancy;

/**
 * What becomes of a client that arrives.
 *
 * @param <C> the clients
 */
public sealed interface Verdict<C> {

    /** It runs now. */
    record Run<C>(Ticket<C> ticket, Occupancy occupancy) implements Verdict<C> {}

    /** It waits, at the end of the queue. */
    record Wait<C>(Ticket<C> ticket, Occupancy occupancy) implements Verdict<C> {}

    /** It is turned away, and has no ticket. */
    record Refuse<C>(Failure failure) implements Verdict<C> {}
}
