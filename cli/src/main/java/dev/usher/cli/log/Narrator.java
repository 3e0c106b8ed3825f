package dev.usher.cli.log;

import dev.usher.Event;
import dev.usher.Failure;
import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.terminal.Words;

import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Logs the lives of listeners and clients: an entry for each event. Safe for many threads. */
public final class Narrator implements Consumer<Event> {
    private final Logger log;

    public Narrator(Logger log) {
        this.log = log;
    }

    @Override
    public void accept(Event event) {
        var level = level(event);
        if (log.isEnabledForLevel(level)) {
            var entry =
                    log.atLevel(level)
                            .addKeyValue(LogEntry.EVENT, name(event))
                            .addKeyValue("listener", event.listener());
            if (event instanceof Event.OfClient ofClient) {
                entry =
                        entry.addKeyValue("client", ofClient.peer().id())
                                .addKeyValue("remote", Endpoint.print(ofClient.peer().remote()));
            }
            described(event, entry).log(line(event));
        }
    }

    /** Of each client one event is information, its last; the others are for who looks closer. */
    private static Level level(Event event) {
        return switch (event) {
            case Event.HandlerFailed _ -> Level.ERROR;
            case Event.AcceptFailed _ -> Level.WARN;
            case Event.Started _,
                    Event.LimitsChanged _,
                    Event.Draining _,
                    Event.Stopped _,
                    Event.Closed _ ->
                    Level.INFO;
            case Event.Waiting _, Event.Running _, Event.Refused _ -> Level.DEBUG;
        };
    }

    private static String name(Event event) {
        return switch (event) {
            case Event.Started _ -> "started";
            case Event.LimitsChanged _ -> "limits-changed";
            case Event.AcceptFailed _ -> "accept-failed";
            case Event.Waiting _ -> "waiting";
            case Event.Running _ -> "running";
            case Event.Refused _ -> "refused";
            case Event.HandlerFailed _ -> "defect";
            case Event.Closed _ -> "closed";
            case Event.Draining _ -> "draining";
            case Event.Stopped _ -> "stopped";
        };
    }

    private static LoggingEventBuilder described(Event event, LoggingEventBuilder entry) {
        return switch (event) {
            case Event.Started(_, var address, var limits) ->
                    entry.addKeyValue("address", Endpoint.print(address))
                            .addKeyValue("runningLimit", limits.running())
                            .addKeyValue("waitingLimit", limits.waiting());
            case Event.LimitsChanged(_, var limits) ->
                    entry.addKeyValue("runningLimit", limits.running())
                            .addKeyValue("waitingLimit", limits.waiting());
            case Event.AcceptFailed(_, _, var pause) ->
                    entry.addKeyValue("pauseMillis", pause.toMillis());
            case Event.Waiting(_, var occupancy) ->
                    entry.addKeyValue("running", occupancy.running())
                            .addKeyValue("waiting", occupancy.waiting());
            case Event.Running(_, var waited, var occupancy) ->
                    entry.addKeyValue("waitedMillis", waited.toMillis())
                            .addKeyValue("running", occupancy.running())
                            .addKeyValue("waiting", occupancy.waiting());
            case Event.Refused(_, var failure) -> entry.addKeyValue("code", failure.code());
            case Event.HandlerFailed(_, var cause) -> entry.setCause(cause);
            case Event.Closed(_, var reason, var traffic) ->
                    entry.addKeyValue("reason", words(reason).replace(' ', '-'))
                            .addKeyValue("requests", traffic.requests())
                            .addKeyValue("bytesIn", traffic.bytesIn())
                            .addKeyValue("bytesOut", traffic.bytesOut())
                            .addKeyValue("openMillis", traffic.open().toMillis());
            case Event.Draining(_, var grace) -> entry.addKeyValue("graceMillis", grace.toMillis());
            case Event.Stopped(var status, var report) ->
                    entry.addKeyValue("served", status.served())
                            .addKeyValue("requests", status.requests())
                            .addKeyValue("refused", status.refused())
                            .addKeyValue("gaveUp", status.gaveUp())
                            .addKeyValue("cut", report.cut())
                            .addKeyValue("drainMillis", report.took().toMillis());
        };
    }

    private static String line(Event event) {
        return switch (event) {
            case Event.Started(var listener, var address, _) ->
                    listener + " accepts clients at " + Endpoint.print(address);
            case Event.LimitsChanged(var listener, var limits) ->
                    "%s may now have running=%d waiting=%d"
                            .formatted(listener, limits.running(), limits.waiting());
            case Event.AcceptFailed(var listener, var cause, var pause) ->
                    "%s cannot accept clients: %s; trying again in %s"
                            .formatted(listener, cause.getMessage(), Words.seconds(pause));
            case Event.Waiting(var peer, var occupancy) -> peer + " waits " + occupancy;
            case Event.Running(var peer, var waited, var occupancy) ->
                    peer + " runs " + occupancy + waited(waited);
            case Event.Refused(var peer, var failure) -> peer + " is refused: " + why(failure);
            case Event.HandlerFailed(var peer, _) -> "DEFECT at " + peer;
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
