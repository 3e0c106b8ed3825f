package dev.usher.services.telemetry;

import dev.usher.Call;
import dev.usher.Event;
import dev.usher.FailureException;
import dev.usher.Listener;
import dev.usher.Peer;
import dev.usher.Pipeline;
import dev.usher.commands.Answer;
import dev.usher.commands.Commands;
import dev.usher.commands.Reply;

import tools.jackson.databind.util.RawValue;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Devices report readings, operators read and watch them, and send commands back, over lines:
 *
 * <pre>{@code
 * C report thermo-1 {"temperature":21.5}
 * S OK
 * C latest thermo-1
 * S {"at":"2026-03-02T09:00:00Z","temperature":21.5}
 * }</pre>
 *
 * <p>{@code OK} means that the readings are kept, as {@link Readings} promises it. Requests of one
 * client are served in order, and one that waits for a device lets the others go on.
 */
public final class Telemetry {
    private static final Commands<TelemetryRequest> COMMANDS = Commands.of(TelemetryRequest.class);

    /** Commands of one operator that wait for their devices at once. */
    private static final int MOST_WAITING = 256;

    /** Answers of more readings than that are made one after another: they are large. */
    private static final int LARGE_HISTORY = 1_000;

    private final Readings readings;
    private final InstantSource clock;
    private final Presence presence = new Presence();
    private final Watchers watchers = new Watchers();
    private final Dispatch dispatch;
    private final Semaphore largeHistories = new Semaphore(4, true);

    /** What the connections are, each closed when it ends. */
    private final Map<Peer, Session> sessions = new ConcurrentHashMap<>();

    /** Keeps readings here, and notes commands there. */
    public Telemetry(Readings readings, CommandLog log) {
        this(readings, log, InstantSource.system());
    }

    /**
     * Keeps readings here, and notes commands there.
     *
     * @param clock tells the time of readings that come without
     */
    public Telemetry(Readings readings, CommandLog log, InstantSource clock) {
        this.readings = Objects.requireNonNull(readings);
        this.clock = Objects.requireNonNull(clock);
        dispatch = new Dispatch(presence, log, this::now);
    }

    /** This listener with telemetry on it. */
    public Listener on(Listener listener) {
        return listener.events(this::tell)
                .pipeline(Pipeline.yielding(MOST_WAITING))
                .serve(COMMANDS.protocol(), COMMANDS.serving(this::answer));
    }

    private Reply answer(TelemetryRequest request, Call<Answer> call) throws Exception {
        return switch (request) {
            case TelemetryRequest.Report report -> report(report);
            case TelemetryRequest.Latest(var device) -> latest(new DeviceName(device));
            case TelemetryRequest.History history -> history(history, call);
            case TelemetryRequest.Aggregate aggregate -> aggregate(aggregate, call);
            case TelemetryRequest.Devices(var prefix, var after, var limit) ->
                    devices(
                            prefix.orElse(""),
                            after.orElse(""),
                            limit.orElse(TelemetryRequest.Devices.USUAL));
            case TelemetryRequest.Watch(var device) -> {
                var session = session(call);
                session.checkRoom(device);
                yield Reply.ok().then(speech -> session.watch(device, speech));
            }
            case TelemetryRequest.Unwatch(var device) -> {
                session(call).unwatch(device);
                yield Reply.ok();
            }
            case TelemetryRequest.Attach(var device) -> attach(new DeviceName(device), call);
            case TelemetryRequest.Detach() -> {
                session(call).detach();
                yield Reply.ok();
            }
            case TelemetryRequest.Command command -> command(command, call);
            case TelemetryRequest.Ack(long id, var result) -> {
                session(call)
                        .acknowledge(
                                id,
                                result.isPresent() ? Dispatch.text("result", result.get()) : null);
                yield Reply.none();
            }
            case TelemetryRequest.Commands(var device, var n) ->
                    Reply.of(
                            dispatch.list(
                                    new DeviceName(device),
                                    n.orElse(TelemetryRequest.Commands.USUAL)));
        };
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Reply report(TelemetryRequest.Report report) throws IOException {
        var device = new DeviceName(report.device());
        var now = now();
        List<Reading> reported;
        try {
            reported = Report.read(report.readings(), report.at(), now);
        } catch (IllegalArgumentException wrong) {
            throw FailureException.rejected("invalid", String.valueOf(wrong.getMessage()));
        }
        watchers.tell(device, readings.add(device, reported, now));
        return Reply.ok();
    }

    private Reply latest(DeviceName device) throws IOException {
        var latest = new ArrayDeque<Reading>(1);
        readings.newest(
                device,
                Span.ALL,
                reading -> {
                    latest.add(reading);
                    return false;
                });
        if (latest.isEmpty()) {
            throw FailureException.rejected("not-found", "there is no reading of " + device);
        }
        return Reply.of(new RawValue(latest.element().json()));
    }

    private Reply history(TelemetryRequest.History history, Call<Answer> call) throws Exception {
        int most = history.n().orElse(TelemetryRequest.History.USUAL);
        if (most <= LARGE_HISTORY) {
            return history(history, most, call);
        }
        largeHistories.acquire(); // within the deadline of the call
        try {
            return history(history, most, call);
        } finally {
            largeHistories.release();
        }
    }

    private Reply history(TelemetryRequest.History history, int most, Call<Answer> call)
            throws IOException {
        var values = new History(history.field(), most);
        readings.newest(
                new DeviceName(history.device()),
                Span.of(history.from(), history.to()),
                reading -> !call.isCancelled() && values.visit(reading));
        return Reply.of(values.rows());
    }

    private Reply aggregate(TelemetryRequest.Aggregate aggregate, Call<Answer> call)
            throws IOException {
        var intervals =
                new Intervals(
                        aggregate.field(),
                        Intervals.length(aggregate.interval()),
                        aggregate.n().orElse(TelemetryRequest.Aggregate.USUAL));
        readings.newest(
                new DeviceName(aggregate.device()),
                Span.of(aggregate.from(), aggregate.to()),
                reading -> !call.isCancelled() && intervals.visit(reading));
        return Reply.of(intervals.sums());
    }

    private Reply devices(String prefix, String after, int limit) throws IOException {
        return Reply.of(readings.devices(prefix, after, limit).stream().map(this::row).toList());
    }

    private Map<String, Object> row(Readings.Known device) {
        var row = new LinkedHashMap<String, Object>();
        row.put("device", device.name().text());
        row.put("connected", presence.isHere(device.name()));
        row.put("last", device.last());
        return row;
    }

    private Reply attach(DeviceName device, Call<Answer> call) throws Exception {
        var session = session(call);
        readings.add(device, List.of(), now());
        return Reply.ok().then(speech -> session.attach(device, speech));
    }

    private Reply command(TelemetryRequest.Command command, Call<Answer> call) throws Exception {
        var device = new DeviceName(command.device());
        if (!command.await() && !presence.isHere(device) && readings.device(device).isEmpty()) {
            throw FailureException.rejected("offline", "no device is called " + device);
        }
        return dispatch.give(command, call);
    }

    /** What this connection is; it is closed when the connection ends. */
    private Session session(Call<Answer> call) throws InterruptedException {
        var peer = call.connection().peer();
        var session =
                sessions.computeIfAbsent(peer, _ -> new Session(presence, watchers, call.outbox()));
        if (call.isCancelled()) { // the client may have been told gone before this was here
            tellGone(peer);
            throw new InterruptedException("nobody is there any more");
        }
        return session;
    }

    private void tell(Event event) {
        switch (event) {
            case Event.Closed closed -> tellGone(closed.peer());
            case Event.Started _ -> presence.opened();
            case Event.Draining _ -> presence.closed();
            default -> {} // tells nothing about devices
        }
    }

    private void tellGone(Peer peer) {
        var session = sessions.remove(peer);
        if (session != null) {
            session.close();
        }
    }
}
