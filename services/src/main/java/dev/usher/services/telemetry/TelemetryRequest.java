package dev.usher.services.telemetry;

import dev.usher.commands.Option;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.Optional;

/** What can be asked in lines. */
sealed interface TelemetryRequest {
    /** All devices, or all fields. */
    String ALL = "*";

    @dev.usher.commands.Command("keeps a reading, {\"temperature\":21.5}, or an array of readings")
    record Report(String device, JsonNode readings, @Option("TIME") Optional<String> at)
            implements TelemetryRequest {
        /** Checks the name, so that the client is told of wrong arguments. */
        public Report {
            var _ = new DeviceName(device);
        }
    }

    @dev.usher.commands.Command("tells the newest reading of a device")
    record Latest(String device) implements TelemetryRequest {
        /** Checks the name, so that the client is told of wrong arguments. */
        public Latest {
            var _ = new DeviceName(device);
        }
    }

    @dev.usher.commands.Command(
            "lists the newest values of a field, or readings for *, oldest first; up to 100 or N")
    record History(
            String device,
            String field,
            Optional<Integer> n,
            @Option("TIME") Optional<String> from,
            @Option("TIME") Optional<String> to)
            implements TelemetryRequest {
        static final int USUAL = 100;
        static final int MOST = 100_000;

        /** Checks the arguments, so that the client is told of wrong ones. */
        public History {
            var _ = new DeviceName(device);
            if (!field.equals(ALL)) {
                Fields.checkName(field);
            }
            checkCount("N", n, MOST);
            Span.of(from, to);
        }
    }

    @dev.usher.commands.Command(
            "sums up a field for each INTERVAL such as 30s, 5m, 1h or 1d; up to 100 or N of them")
    record Aggregate(
            String device,
            String field,
            String interval,
            Optional<Integer> n,
            @Option("TIME") Optional<String> from,
            @Option("TIME") Optional<String> to)
            implements TelemetryRequest {
        static final int USUAL = 100;
        static final int MOST = 10_000;

        /** Checks the arguments, so that the client is told of wrong ones. */
        public Aggregate {
            var _ = new DeviceName(device);
            Fields.checkName(field);
            Intervals.length(interval);
            checkCount("N", n, MOST);
            Span.of(from, to);
        }
    }

    @dev.usher.commands.Command("lists devices by name; up to 1,000 unless a LIMIT is given")
    record Devices(
            Optional<String> prefix,
            @Option("NAME") Optional<String> after,
            @Option("N") Optional<Integer> limit)
            implements TelemetryRequest {
        static final int USUAL = 1_000;
        static final int MOST = 10_000;

        /** Checks the limit, so that the client is told of wrong arguments. */
        public Devices {
            checkCount("LIMIT", limit, MOST);
        }
    }

    @dev.usher.commands.Command(
            "sends you the readings of a device, or of all for *, as they arrive")
    record Watch(String device) implements TelemetryRequest {
        /** Checks the name, so that the client is told of wrong arguments. */
        public Watch {
            checkDevices(device);
        }
    }

    @dev.usher.commands.Command("ends a watch")
    record Unwatch(String device) implements TelemetryRequest {
        /** Checks the name, so that the client is told of wrong arguments. */
        public Unwatch {
            checkDevices(device);
        }
    }

    @dev.usher.commands.Command("makes you the device of this name, which commands are sent to")
    record Attach(String device) implements TelemetryRequest {
        /** Checks the name, so that the client is told of wrong arguments. */
        public Attach {
            var _ = new DeviceName(device);
        }
    }

    @dev.usher.commands.Command("makes you no device any more")
    record Detach() implements TelemetryRequest {}

    @dev.usher.commands.Command(
            "sends a command to a device and waits for its ack; await: for an absent one too")
    record Command(
            String device,
            JsonNode command,
            @Option("SECONDS") Optional<BigDecimal> within,
            @Option boolean await)
            implements TelemetryRequest {
        static final BigDecimal USUAL = BigDecimal.TEN;
        static final BigDecimal LEAST = new BigDecimal("0.001");
        static final BigDecimal MOST = BigDecimal.valueOf(600);

        /** Checks the arguments, so that the client is told of wrong ones. */
        public Command {
            var _ = new DeviceName(device);
            var seconds = within.orElse(USUAL);
            if (seconds.compareTo(LEAST) < 0 || seconds.compareTo(MOST) > 0) {
                throw new IllegalArgumentException(
                        "within is not " + LEAST + " to " + MOST + " seconds");
            }
        }
    }

    @dev.usher.commands.Command(
            "says that a command is done, with a result if it has one; not answered")
    record Ack(long id, Optional<JsonNode> result) implements TelemetryRequest {}

    @dev.usher.commands.Command(
            "lists the newest commands to a device, oldest first; up to 100 or N")
    record Commands(String device, Optional<Integer> n) implements TelemetryRequest {
        static final int USUAL = 100;
        static final int MOST = 10_000;

        /** Checks the arguments, so that the client is told of wrong ones. */
        public Commands {
            var _ = new DeviceName(device);
            checkCount("N", n, MOST);
        }
    }

    private static void checkDevices(String device) {
        if (!device.equals(ALL)) {
            var _ = new DeviceName(device);
        }
    }

    private static void checkCount(String name, Optional<Integer> count, int most) {
        if (count.isPresent() && (count.get() < 1 || count.get() > most)) {
            throw new IllegalArgumentException(name + " is not 1 to " + most);
        }
    }
}
