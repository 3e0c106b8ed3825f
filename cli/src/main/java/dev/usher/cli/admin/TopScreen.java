package dev.usher.cli.admin;

import dev.usher.ClientStatus.State;
import dev.usher.cli.terminal.Words;
import dev.usher.services.text.HarmlessText;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a server is doing, as a screen full of text: its listeners, and as many of its clients as
 * there is room for, the busiest first. Rates come from what it was doing before.
 */
final class TopScreen {
    private static final String LISTENER = "%-20.20s %-21s %11s %11s %9s %9s %9s";
    private static final String CLIENT = "%7s %-20.20s %-21s %-11s %8s %9s %9s %9s  %s";

    /** A client of a listener, and what it was doing before. */
    private record Row(
            AdminReport.OfListener listener,
            AdminReport.OfClient client,
            AdminReport.@Nullable OfClient before) {

        long in() {
            return before == null ? 0 : client.bytesIn() - before.bytesIn();
        }

        long out() {
            return before == null ? 0 : client.bytesOut() - before.bytesOut();
        }

        long requests() {
            return before == null ? 0 : client.requests() - before.requests();
        }
    }

    private final AdminReport now;
    private final Map<String, AdminReport.OfListener> listenersBefore = new HashMap<>();
    private final Map<Long, AdminReport.OfClient> clientsBefore = new HashMap<>();
    private final long millis;

    TopScreen(AdminReport before, AdminReport now) {
        this.now = now;
        millis = Math.max(1, now.upMillis() - before.upMillis());
        for (var listener : before.listeners()) {
            listenersBefore.put(listener.name(), listener);
            clients(listener).forEach(client -> clientsBefore.put(client.id(), client));
        }
    }

    private static List<AdminReport.OfClient> clients(AdminReport.OfListener listener) {
        var clients = listener.clients();
        return clients == null ? List.of() : clients;
    }

    /** The lines, as many and as wide as there is room for. */
    List<String> lines(int width, int height) {
        var lines = new ArrayList<String>();
        lines.add("up %s, engine %s".formatted(clock(now.upMillis()), now.engine()));
        lines.add("");
        lines.add(
                LISTENER.formatted(
                        "LISTENER",
                        "ADDRESS",
                        "RUNNING",
                        "WAITING",
                        "REFUSED",
                        "ACCEPT/S",
                        "REQ/S"));
        now.listeners().forEach(listener -> lines.add(line(listener)));
        lines.add("");
        lines.add(
                CLIENT.formatted(
                        "CLIENT",
                        "LISTENER",
                        "ADDRESS",
                        "STATE",
                        "FOR",
                        "REQ/S",
                        "IN/S",
                        "OUT/S",
                        "REQUEST"));
        rows().stream()
                .limit(Math.max(0, height - lines.size()))
                .forEach(row -> lines.add(line(row)));
        return lines.stream()
                .limit(height)
                .map(line -> line.substring(0, Math.min(width, line.length())).stripTrailing())
                .toList();
    }

    private String line(AdminReport.OfListener listener) {
        var before = listenersBefore.getOrDefault(listener.name(), listener);
        return LISTENER.formatted(
                listener.name(),
                listener.address(),
                listener.running() + "/" + listener.runningLimit(),
                listener.waiting() + "/" + listener.waitingLimit(),
                listener.refused(),
                perSecond(listener.accepted() - before.accepted()),
                perSecond(listener.requests() - before.requests()));
    }

    /** The busiest first, and those who wait last, in their order. */
    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (var listener : now.listeners()) {
            for (var client : clients(listener)) {
                rows.add(new Row(listener, client, clientsBefore.get(client.id())));
            }
        }
        rows.sort(
                Comparator.comparingInt((Row row) -> row.client().place())
                        .thenComparingLong(row -> -row.in() - row.out())
                        .thenComparingLong(row -> row.client().id()));
        return rows;
    }

    private String line(Row row) {
        var client = row.client();
        var request = client.request();
        return CLIENT.formatted(
                client.id(),
                row.listener().name(),
                client.address(),
                state(client),
                clock(
                        client.state() == State.SERVING
                                ? client.servingMillis()
                                : client.openMillis()),
                perSecond(row.requests()),
                bytes(row.in()),
                bytes(row.out()),
                request == null ? "" : HarmlessText.of(request));
    }

    private static String state(AdminReport.OfClient client) {
        var name = client.state().name().toLowerCase(Locale.ROOT);
        return client.place() > 0 ? name + " " + client.place() : name;
    }

    private static String clock(long millis) {
        return Words.clock(Duration.ofMillis(millis).toSeconds());
    }

    private String perSecond(long count) {
        return Words.number(Math.round(count * 1_000.0 / millis));
    }

    private String bytes(long count) {
        return Words.bytes(Math.round(count * 1_000.0 / millis));
    }
}
