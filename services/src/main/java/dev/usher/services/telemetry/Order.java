package dev.usher.services.telemetry;

import dev.usher.services.telemetry.CommandLog.Outcome;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command to a device that has not been acknowledged yet. Safe for use by many threads. */
final class Order {

    /**
     * What became of it.
     *
     * @param result what the device said, as JSON; {@code null} for nothing
     */
    record End(Outcome outcome, @Nullable String result) {}

    private final long id;
    private final DeviceName device;
    private final String command;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    private volatile boolean sent;

    Order(long id, DeviceName device, String command) {
        this.id = id;
        this.device = device;
        this.command = command;
    }

    long id() {
        return id;
    }

    DeviceName device() {
        return device;
    }

    String command() {
        return command;
    }

    /** Notes that the device was sent it. */
    void markSent() {
        sent = true;
    }

    /** Whether the device was sent it. */
    boolean isSent() {
        return sent;
    }

    /** Ends it, unless it has ended; returns how it ended. */
    End end(Outcome outcome, @Nullable String result) {
        end.complete(new End(outcome, result));
        return end.join();
    }

    /** Waits for its end; {@code null} if there is none so soon. */
    @Nullable End await(Duration longest) throws InterruptedException {
        try {
            return end.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException notYet) {
            return null;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
