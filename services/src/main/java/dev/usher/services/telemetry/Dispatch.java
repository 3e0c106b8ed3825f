package dev.usher.services.telemetry;

import dev.usher.Call;
import dev.usher.FailureException;
import dev.usher.commands.Answer;
import dev.usher.commands.Reply;
import dev.usher.services.telemetry.CommandLog.Outcome;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.RawValue;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings commands to devices, and their acknowledgements back; notes both. */
final class Dispatch {
    /** The most characters of a command, and of a result. */
    static final int LONGEST = 8_192;

    private final Presence presence;
    private final CommandLog log;
    private final InstantSource clock;

    Dispatch(Presence presence, CommandLog log, InstantSource clock) {
        this.presence = presence;
        this.log = log;
        this.clock = clock;
    }

    /**
     * A command or a result as it is kept and passed on: with its numbers as they were written.
     *
     * @param what which of the two
     * @throws FailureException rejected, if it is too long
     */
    static String text(String what, JsonNode json) throws FailureException {
        var text = JsonText.encodable(json.toString());
        if (text.length() > LONGEST) {
            throw FailureException.rejected(
                    "invalid", "a " + what + " has at most " + LONGEST + " characters");
        }
        return text;
    }

    /**
     * Sends a command, and waits for what becomes of it; other requests of the operator go on
     * meanwhile.
     *
     * @throws FailureException rejected: the device is absent or does not acknowledge in time, or
     *     has too many commands
     */
    Reply give(TelemetryRequest.Command request, Call<Answer> call) throws Exception {
        var device = new DeviceName(request.device());
        var command = text("command", request.command());
        presence.checkRoom(device);
        var within = within(request);
        var order = new Order(log.begin(device, command, now()), device, command);
        try {
            presence.give(order, request.await());
            call.yieldTurn();
            await(order, within, call);
        } finally {
            presence.forget(order);
            var end = order.end(Outcome.ABANDONED, null);
            log.end(order.id(), end.outcome(), end.result(), now());
        }
        return reply(order, within);
    }

    private static Duration within(TelemetryRequest.Command request) {
        var seconds = request.within().orElse(TelemetryRequest.Command.USUAL);
        return Duration.ofNanos(seconds.movePointRight(9).longValue());
    }

    private static void await(Order order, Duration within, Call<Answer> call)
            throws InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            long left = within.toNanos() - (System.nanoTime() - begun);
            if (left <= 0) {
                order.end(Outcome.LATE, null);
                return;
            }
            call.renewDeadline();
            long step = Math.max(1_000_000, call.remaining().toNanos() / 2);
            if (order.await(Duration.ofNanos(Math.min(left, step))) != null) {
                return;
            }
        }
    }

    private static Reply reply(Order order, Duration within) throws FailureException {
        var end = order.end(Outcome.ABANDONED, null);
        var result = end.result();
        return switch (end.outcome()) {
            case ACKNOWLEDGED ->
                    result == null ? Reply.ok() : Reply.line("OK " + result, new RawValue(result));
            case OFFLINE ->
                    throw FailureException.rejected("offline", order.device() + " is not attached");
            case LATE ->
                    throw FailureException.rejected(
                            "late",
                            order.device()
                                    + (order.isSent() ? " did not acknowledge" : " did not attach")
                                    + " within "
                                    + BigDecimal.valueOf(within.toNanos(), 9)
                                            .stripTrailingZeros()
                                            .toPlainString()
                                    + " s");
            case UNKNOWN ->
                    throw FailureException.rejected(
                            "uncertain",
                            "the server stops; " + order.device() + " may have done it or not");
            default -> throw FailureException.rejected("abandoned", "nobody waited for the device");
        };
    }

    private Instant now() {
        return clock.instant();
    }

    /** The newest commands to a device, for an answer. */
    List<Map<String, Object>> list(DeviceName device, int most) throws IOException {
        return log.newest(device, most).stream().map(Dispatch::row).toList();
    }

    private static Map<String, Object> row(CommandLog.Entry entry) {
        var row = new LinkedHashMap<String, Object>();
        row.put("id", entry.id());
        row.put("at", entry.at());
        row.put("command", new RawValue(entry.command()));
        row.put("outcome", entry.outcome());
        if (entry.result() != null) {
            row.put("result", new RawValue(entry.result()));
        }
        if (entry.ended() != null) {
            row.put("ended", entry.ended());
        }
        return row;
    }
}
