package dev.usher;

import java.time.Duration;

/**
 * What became of the clients when a server stopped.
 *
 * @param took from the order to stop until the last client was gone
 * @param finished running clients that ended by themselves: idle, or after their last answer
 * @param told waiting clients that were told to come back later
 * @param cut running clients that were cut off at the end of the grace
 */
public record DrainReport(Duration took, int finished, int told, int cut) {

    /** This and another listener's report as one. */
    DrainReport plus(DrainReport other) {
        return new DrainReport(
                took.compareTo(other.took) > 0 ? took : other.took,
                finished + other.finished,
                told + other.told,
                cut + other.cut);
    }
}
