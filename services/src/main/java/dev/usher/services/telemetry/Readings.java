package dev.usher.services.telemetry;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The readings of all devices. Safe for use by many threads; every method may block. */
public interface Readings {
    /** The most devices that there may be. */
    int MOST_DEVICES = 100_000;

    /**
     * A device that was here.
     *
     * @param name its name
     * @param last when it was heard of last, by the server's clock
     */
    record Known(DeviceName name, Instant last) {}

    /** Is shown readings, one after another. */
    @FunctionalInterface
    interface Visitor {
        /** Takes a look; whether to go on. */
        boolean visit(Reading reading);
    }

    /**
     * Keeps what a device reports: all of it or, if something is thrown, nothing. A reading of the
     * device's own time is left out if there is one of that time already. Without any readings,
     * notes that the device was here.
     *
     * @param now the time of the server
     * @return those that were kept
     * @throws dev.usher.FailureException rejected, if there is no room for another device, or too
     *     much to do
     * @throws IOException if it cannot be kept
     */
    List<Reading> add(DeviceName device, List<Reading> readings, Instant now) throws IOException;

    /**
     * Shows the readings of a device within a stretch of time, the newest first, until the visitor
     * has enough. Of those that come meanwhile, it may see some.
     *
     * @throws dev.usher.FailureException rejected with {@code not-found} if nothing is known of the
     *     device
     * @throws IOException if they cannot be read
     */
    void newest(DeviceName device, Span span, Visitor visitor) throws IOException;

    /**
     * Devices by name.
     *
     * @param prefix how their names begin
     * @param after the name after which to begin; empty for the beginning
     * @param limit the most of them
     * @throws IOException if they cannot be read
     */
    List<Known> devices(String prefix, String after, int limit) throws IOException;

    /** What is known of a device, if anything is. */
    Optional<Known> device(DeviceName name) throws IOException;

    /** No readings yet; they are gone with the process. Keeps the newest million. */
    static Readings inMemory() {
        return new MemoryReadings(1_000_000);
    }
}
