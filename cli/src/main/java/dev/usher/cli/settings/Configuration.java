package dev.usher.cli.settings;

import dev.usher.cli.config.Line;
import dev.usher.cli.config.Origin;
import dev.usher.cli.config.Problem;
import dev.usher.cli.log.LogChoice;
import dev.usher.cli.offer.Offer;
import dev.usher.services.files.StoreLimits;
import dev.usher.storage.database.TableLimits;
import dev.usher.storage.telemetry.Retention;

import java.io.IOException;
import java.util.ArrayList;
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

    /** The line of this key. */
    Optional<Line> line(String key) {
        return lines.stream().filter(line -> line.key().equals(key)).findFirst();
    }

    /**
     * Reads the certificates of these listeners.
     *
     * @return what clients will not like about any
     * @throws WrongConfigurationException with all that is wrong with them
     */
    List<String> checkCertificates(List<ListenerSettings> those)
            throws WrongConfigurationException {
        var dislikes = new ArrayList<String>();
        var problems = new ArrayList<Problem>();
        for (var listener : those) {
            try {
                listener.tls();
                listener.certificateRemark().ifPresent(dislikes::add);
            } catch (IOException wrong) {
                var key = "listeners." + listener.name() + "." + whichFile(wrong, listener.pem());
                var origin = line(key).map(Line::origin).orElse(Origin.DEFAULT);
                problems.add(new Problem(origin, key + ": " + wrong.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new WrongConfigurationException(problems);
        }
        return dislikes;
    }

    /** The file whose name the sentence begins with. */
    private static String whichFile(IOException wrong, ListenerSettings.Pem pem) {
        return String.valueOf(wrong.getMessage()).startsWith(pem.key() + ":")
                ? "key"
                : "certificate";
    }
}
