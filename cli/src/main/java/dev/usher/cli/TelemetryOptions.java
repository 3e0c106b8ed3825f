package dev.usher.cli;

import dev.usher.storage.telemetry.Retention;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.Duration;

/** The options of a server that keeps telemetry. What is not given stays as it is. */
final class TelemetryOptions {
    @Option(
            names = "--keep",
            paramLabel = "DAYS",
            converter = Quantity.Days.class,
            description = "Days that telemetry keeps readings and commands (90).")
    private @Nullable Duration age;

    @Option(
            names = "--keep-size",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Bytes of all readings that it keeps, such as 500M (10G).")
    private @Nullable Long bytes;

    /** Whether any is given. */
    boolean areGiven() {
        return age != null || bytes != null;
    }

    /** How much is kept as these options want it. */
    Retention retention() {
        var retention = Retention.defaults();
        if (age != null) {
            retention = retention.age(age);
        }
        if (bytes != null) {
            retention = retention.bytes(bytes);
        }
        return retention;
    }
}
