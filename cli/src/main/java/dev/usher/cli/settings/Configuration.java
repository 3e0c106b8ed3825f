package dev.usher.cli.settings;

import dev.usher.cli.config.Hidden;
import dev.usher.cli.config.Line;
import dev.usher.cli.log.LogChoice;
import dev.usher.cli.offer.Offer;
import dev.usher.services.files.StoreLimits;
import dev.usher.storage.database.TableLimits;
import dev.usher.storage.telemetry.Retention;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * All that is set of a server, checked; an immutable value.
 *
 * @param server the server as a whole
 * @param files what the service files may keep
 * @param tables how much clients' tables may be
 * @param telemetry how much the service telemetry keeps
 * @param work the numbers that the counter adds up for each increment
 * @param log what the server says of itself
 * @param listeners those that it may open
 * @param lines every setting, and where it comes from
 * @param hidden what a file says to no effect
 * @param remarks what is not wrong, but may not be meant
 */
public record Configuration(
        ServerSettings server,
        StoreLimits files,
        TableLimits tables,
        Retention telemetry,
        int work,
        LogChoice log,
        List<ListenerSettings> listeners,
        List<Line> lines,
        List<Hidden> hidden,
        List<String> remarks) {

    /** The listener of this name. */
    Optional<ListenerSettings> listener(String name) {
        return listeners.stream().filter(listener -> listener.name().equals(name)).findFirst();
    }

    /** The listener that serves this. */
    public Optional<ListenerSettings> listener(Offer offer) {
        return listeners.stream().filter(listener -> listener.offer().equals(offer)).findFirst();
    }

    /** Those that are opened unless one is asked for. */
    public List<ListenerSettings> open() {
        return listeners.stream().filter(ListenerSettings::isOpen).toList();
    }

    /** This one, with more remarks. */
    Configuration remarking(Collection<String> more) {
        var all = new ArrayList<>(remarks);
        all.addAll(more);
        return new Configuration(
                server, files, tables, telemetry, work, log, listeners, lines, hidden, all);
    }

    /** The line of this key. */
    Optional<Line> line(String key) {
        return lines.stream().filter(line -> line.key().equals(key)).findFirst();
    }
}
