package dev.usher.cli.settings;

import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.cli.config.Hidden;
import dev.usher.cli.config.Line;
import dev.usher.cli.config.Problem;
import dev.usher.cli.config.Setting.Effect;
import dev.usher.cli.terminal.Words;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads the configuration of a running server again, and applies what can change while it runs.
 * What is broken changes nothing. Safe for use by many threads.
 */
public final class Reloading {
    /**
     * What came of it.
     *
     * @param changed what holds from now on
     * @param pending what needs a restart, or has no effect
     * @param problems why nothing was changed, if nothing could be
     */
    public record Report(List<String> changed, List<String> pending, List<String> problems) {
        /** A line for each. */
        public List<String> lines() {
            if (!problems.isEmpty()) {
                var lines = new ArrayList<>(problems);
                lines.addFirst(
                        "the configuration has %s; nothing is changed"
                                .formatted(Words.count(problems.size(), "error")));
                return lines;
            }
            var lines = new ArrayList<>(changed);
            lines.addAll(pending);
            if (lines.isEmpty()) {
                lines.add("nothing is changed");
            }
            return lines;
        }
    }

    private static final String LISTENERS = "listeners.";

    private final ReentrantLock lock = new ReentrantLock();
    private final ConfigurationReader reader;
    private final Server server;
    private final Consumer<String> console;
    private final Configuration started;
    private final List<String> served;
    private final boolean servesAll;
    private final Map<String, Limits> last = new HashMap<>();

    /** What was said last of each key, also of listeners that the file has left out since. */
    private final Map<String, Line> said = new HashMap<>();

    /**
     * For this server.
     *
     * @param reader reads what it was started with
     * @param started what that was then
     * @param served the listeners that it has
     * @param console is told what comes of each reading
     */
    public Reloading(
            ConfigurationReader reader,
            Server server,
            Configuration started,
            List<ListenerSettings> served,
            Consumer<String> console) {
        this.reader = reader;
        this.server = server;
        this.started = started;
        this.served = served.stream().map(ListenerSettings::name).toList();
        this.console = console;
        servesAll = started.open().equals(served);
        this.served.forEach(name -> last.put(name, server.limits(name)));
        remember(started);
    }

    /**
     * Does it.
     *
     * @throws IllegalArgumentException with a sentence for people, if there is no file to read
     */
    public Report reload() {
        if (!reader.hasFile()) {
            throw new IllegalArgumentException(
                    "this server was started without --config, so there is no file to read");
        }
        lock.lock();
        try {
            var report = report();
            console.accept("reload: " + String.join("\n", report.lines()));
            return report;
        } finally {
            lock.unlock();
        }
    }

    private Report report() {
        Configuration next;
        try {
            next = reader.read(servesAll ? Configuration::open : this::served);
        } catch (WrongConfigurationException wrong) {
            return new Report(
                    List.of(),
                    List.of(),
                    wrong.problems().stream().map(Problem::toString).toList());
        }
        var changed = new ArrayList<String>();
        for (var name : served) {
            next.listener(name).ifPresent(listener -> apply(listener, changed));
        }
        changed.addAll(differences(said::get, next, effect -> effect != Effect.AFTER_RESTART));
        remember(next);
        var pending =
                new ArrayList<>(
                        differences(
                                key -> started.line(key).orElse(null),
                                next,
                                Effect.AFTER_RESTART::equals));
        next.hidden().stream()
                .filter(line ->
                        concernsUs(line.key()) && started.hidden().stream().noneMatch(line::isAs))
                .map(Hidden::toString)
                .forEach(pending::add);
        if (servesAll) {
            pending.addAll(comingAndGoing(next));
        }
        return new Report(changed, pending, List.of());
    }

    /** The listeners that this server has, as they are now; without those that are gone. */
    private List<ListenerSettings> served(Configuration read) {
        return read.listeners().stream()
                .filter(listener -> served.contains(listener.name()))
                .toList();
    }

    private void remember(Configuration read) {
        read.lines().forEach(line -> said.put(line.key(), line));
    }

    /** Nobody inside is thrown out; if there is more room than before, waiting clients start. */
    private void apply(ListenerSettings listener, List<String> told) {
        var name = listener.name();
        var descriptors = new Descriptors();
        var limits = descriptors.fit(listener.limits());
        told.addAll(descriptors.warnings());
        if (!server.limits(name).equals(last.get(name))) {
            told.add("%s: what 'usher limit' had changed is undone".formatted(name));
        }
        last.put(name, limits);
        server.limits(name, limits);
        server.deadlines(name, listener.deadlines());
    }

    /** What is said otherwise now of the server as a whole, and of the listeners that it has. */
    private List<String> differences(
            Function<String, @Nullable Line> before, Configuration next, Predicate<Effect> which) {
        var told = new ArrayList<String>();
        for (var line : next.lines()) {
            var old = before.apply(line.key());
            if (which.test(line.setting().effect())
                    && old != null
                    && !old.text().equals(line.text())
                    && concernsUs(line.key())) {
                told.add(
                        "%s: %s instead of %s (%s)"
                                .formatted(
                                        line.key(),
                                        shown(line),
                                        shown(old),
                                        line.setting().effect()));
            }
        }
        return told;
    }

    private static String shown(Line line) {
        return line.text().isEmpty() ? "nothing" : line.shown();
    }

    private boolean concernsUs(String key) {
        return !key.startsWith(LISTENERS)
                || served.stream().anyMatch(name -> key.startsWith(LISTENERS + name + "."));
    }

    private List<String> comingAndGoing(Configuration next) {
        var told = new ArrayList<String>();
        var open = next.open().stream().map(ListenerSettings::name).toList();
        served.stream()
                .filter(name -> next.listener(name).isEmpty())
                .forEach(name -> told.add(LISTENERS + name + ": closes (after a restart)"));
        open.stream()
                .filter(name -> !served.contains(name))
                .forEach(name -> told.add(LISTENERS + name + ": opens (after a restart)"));
        return told;
    }
}
