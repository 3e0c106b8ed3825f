package dev.usher.services.telemetry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Which commands devices were given, and what became of them. Safe for use by many threads. */
public interface CommandLog {

    /** What became of a command. */
    enum Outcome {
        /** Nothing yet. */
        PENDING,
        /** The device acknowledged it. */
        ACKNOWLEDGED,
        /** The device was not there. */
        OFFLINE,
        /** The device did not acknowledge it in time. */
        LATE,
        /** Who gave it left before the device acknowledged it. */
        ABANDONED,
        /** The server ended before that. */
        UNKNOWN
    }

    /**
     * A command.
     *
     * @param id its number, which no other command of any device has
     * @param at when it was given
     * @param command what it says, as JSON
     * @param outcome what became of it
     * @param result what the device said to it, as JSON; {@code null} for nothing
     * @param ended when that was; {@code null} while it is pending
     */
    record Entry(
            long id,
            Instant at,
            String command,
            Outcome outcome,
            @Nullable String result,
            @Nullable Instant ended) {}

    /**
     * Notes a command before it is sent.
     *
     * @return its number: 1 or more, greater than that of any command before
     * @throws IOException if it cannot be kept
     */
    long begin(DeviceName device, String command, Instant now) throws IOException;

    /**
     * Notes what became of a command, for which that is not known yet.
     *
     * @param result what the device said, as JSON; {@code null} for nothing
     * @throws IOException if it cannot be kept
     */
    void end(long id, Outcome outcome, @Nullable String result, Instant now) throws IOException;

    /**
     * The newest commands to a device, the oldest first.
     *
     * @throws IOException if they cannot be read
     */
    List<Entry> newest(DeviceName device, int limit) throws IOException;

    /** An empty log that is gone with the process. Keeps the newest 10,000 commands. */
    static CommandLog inMemory() {
        return new MemoryCommandLog(10_000);
    }
}
