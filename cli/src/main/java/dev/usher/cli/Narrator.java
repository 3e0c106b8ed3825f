package dev.usher.cli;

import dev.usher.Event;
import dev.usher.Failure;
import dev.usher.services.text.HarmlessText;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells the lives of all clients, one line for each event: what {@code -v} shows. */
final class Narrator implements Consumer<Event> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final Console console;
    private final Clock clock;

    Narrator(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Started) {
            return; // The table at the start tells that.
        }
        console.chat(TIME.format(LocalTime.now(clock)) + " " + HarmlessText.of(line(event)));
    }

    private static String line(Event event) {
        return switch (event) {
            case Event.Started(var listener, _, _) -> listener + " accepts clients";
            case Event.LimitsChanged(var listener, var limits) ->
                    "%s may now have running=%d waiting=%d"
                            .formatted(listener, limits.running(), limits.waiting());
            case Event.AcceptFailed(var listener, var cause, var pause) ->
                    "%s cannot accept: %s; trying again in %s"
                            .formatted(listener, cause.getMessage(), Words.seconds(pause));
            case Event.Waiting(var peer, var occupancy) -> peer + " waits " + occupancy;
            case Event.Running(var peer, var waited, var occupancy) ->
                    peer + " runs " + occupancy + waited(waited);
            case Event.Refused(var peer, var failure) -> peer + " is refused: " + why(failure);
            case Event.HandlerFailed(var peer, var cause) -> peer + " met a defect: " + cause;
            case Event.Closed(var peer, var reason, var traffic) ->
                    peer + " left: " + words(reason) + "; " + traffic(traffic);
            case Event.Draining(var listener, var grace) ->
                    listener + " accepts nobody any more; grace " + Words.seconds(grace);
            case Event.Stopped(var status, var report) ->
                    "%s stopped after %s".formatted(status.name(), Words.seconds(report.took()));
        };
    }

    private static String waited(Duration waited) {
        return waited.isZero() ? "" : " waited=" + Words.seconds(waited);
    }

    private static String why(Failure failure) {
        return switch (failure) {
            case Failure.Busy(var full, var occupancy, _) -> words(full) + " " + occupancy;
            default -> failure.code();
        };
    }

    private static String traffic(Event.Traffic traffic) {
        return Words.count(traffic.requests(), "request")
                + ", "
                + Words.count(traffic.bytesIn(), "byte")
                + " in, "
                + Words.number(traffic.bytesOut())
                + " out, "
                + Words.seconds(traffic.open());
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
