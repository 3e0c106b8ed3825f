package dev.usher.cli.serve;

import dev.usher.DrainReport;
import dev.usher.ListenerStatus;
import dev.usher.cli.terminal.Words;

import java.util.List;
import java.util.function.ToLongFunction;

/** What is shown last: what the server did. */
final class Farewell {
    private Farewell() {}

    /**
     * {@code stopped: 812 clients served (40,233 requests), 12 refused, 1 gave up; drained in 0.3
     * s, 0 cut}.
     */
    static String text(List<ListenerStatus> listeners, DrainReport report) {
        return "stopped: %s served (%s), %s refused, %s gave up; drained in %s, %s cut"
                .formatted(
                        Words.count(sum(listeners, ListenerStatus::served), "client"),
                        Words.count(sum(listeners, ListenerStatus::requests), "request"),
                        Words.number(sum(listeners, ListenerStatus::refused)),
                        Words.number(sum(listeners, ListenerStatus::gaveUp)),
                        Words.seconds(report.took()),
                        Words.number(report.cut()));
    }

    private static long sum(List<ListenerStatus> listeners, ToLongFunction<ListenerStatus> count) {
        return listeners.stream().mapToLong(count).sum();
    }
}
