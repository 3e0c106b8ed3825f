package dev.usher.client;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** The refusals of a protocol of lines, read back. */
final class LineRefusals {
    private static final Pattern BUSY =
            Pattern.compile("BUSY(?: retry-after=(\\d{1,5})\\b.*| .*)?");
    private static final Pattern ERROR = Pattern.compile("ERROR ([a-z][a-z0-9-]*)(?: (.*))?");

    /** What a server says when something went wrong while it was at work. */
    private static final Set<String> IN_THE_MIDDLE = Set.of("late", "internal");

    private static final Duration WITHOUT_ADVICE = Duration.ofSeconds(1);

    private LineRefusals() {}

    static @Nullable Refusal of(String line) {
        if (line.startsWith("BUSY")) {
            var busy = BUSY.matcher(line);
            if (busy.matches()) {
                var advice = busy.group(1);
                return new Refusal.Busy(
                        line,
                        advice == null
                                ? WITHOUT_ADVICE
                                : Duration.ofSeconds(Long.parseLong(advice)));
            }
        }
        if (line.startsWith("ERROR ")) {
            var error = ERROR.matcher(line);
            if (error.matches()) {
                var message = error.group(2);
                return new Refusal.Rejected(
                        error.group(1),
                        message == null ? "" : message,
                        IN_THE_MIDDLE.contains(error.group(1)));
            }
        }
        return null;
    }
}
