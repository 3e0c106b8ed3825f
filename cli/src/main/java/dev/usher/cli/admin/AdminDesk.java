package dev.usher.cli.admin;

import dev.usher.Limits;
import dev.usher.ListenerStatus;
import dev.usher.Server;
import dev.usher.cli.settings.Reloading;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Does what an operator asks of a running server: a line of words is answered by a line of JSON, or
 * by {@code ERROR} and a sentence.
 *
 * <ul>
 *   <li>{@code status}, {@code clients}, {@code clients LISTENER}: an {@link AdminReport}
 *   <li>{@code kick ID}: cuts a client off
 *   <li>{@code limit LISTENER running=50 …}: changes limits
 *   <li>{@code reload}: reads the configuration again; a {@link Reloading.Report}
 * </ul>
 */
public final class AdminDesk {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private final Server server;
    private final @Nullable Reloading reloading;
    private final long started = System.nanoTime();

    /** The desk of a server that has no configuration. */
    AdminDesk(Server server) {
        this(server, null);
    }

    public AdminDesk(Server server, @Nullable Reloading reloading) {
        this.server = server;
        this.reloading = reloading;
    }

    String answer(String line) {
        var words = Arrays.asList(line.strip().split(" +"));
        try {
            return switch (words.getFirst()) {
                case "status" -> report(names(words), false);
                case "clients" -> report(names(words), true);
                case "kick" -> kick(words);
                case "limit" -> limit(words);
                case "reload" -> reload();
                default -> throw new IllegalArgumentException("unknown: " + words.getFirst());
            };
        } catch (IllegalArgumentException wrong) {
            return "ERROR " + wrong.getMessage();
        }
    }

    private String report(List<String> names, boolean withClients) {
        names.forEach(this::limits); // throws if there is none of that name
        var listeners =
                server.status().stream()
                        .filter(status -> names.isEmpty() || names.contains(status.name()))
                        .map(status -> AdminReport.OfListener.of(server, status, withClients))
                        .toList();
        return JSON.writeValueAsString(
                new AdminReport(
                        server.engine().toString(),
                        Duration.ofNanos(System.nanoTime() - started).toMillis(),
                        listeners));
    }

    private static List<String> names(List<String> words) {
        return words.subList(1, words.size());
    }

    private String kick(List<String> words) {
        check(words.size() == 2, "kick takes the number of a client");
        long id = client(words.get(1));
        check(
                server.cut(id),
                "there is no client %d (any more); 'usher status LISTENER' shows who is there"
                        .formatted(id));
        return "{}";
    }

    private String limit(List<String> words) {
        check(words.size() >= 3, "limit takes a listener, and limits such as running=50");
        var name = words.get(1);
        var limits = LiveLimit.changed(limits(name), words.subList(2, words.size()));
        server.limits(name, limits);
        return JSON.writeValueAsString(AdminReport.OfListener.of(server, status(name), false));
    }

    private String reload() {
        if (reloading == null) {
            throw new IllegalArgumentException("this server has no configuration");
        }
        return JSON.writeValueAsString(reloading.reload());
    }

    private Limits limits(String name) {
        var names = server.status().stream().map(ListenerStatus::name).toList();
        check(
                names.contains(name),
                "no listener is called '%s'; there is %s"
                        .formatted(name, String.join(", ", names)));
        return server.limits(name);
    }

    private ListenerStatus status(String name) {
        return server.status().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long client(String text) {
        try {
            long id = Long.parseLong(text);
            if (id >= 0) {
                return id;
            }
        } catch (NumberFormatException notOne) {
            // Told below, with negative ones.
        }
        throw new IllegalArgumentException("'" + text + "' is not the number of a client");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
