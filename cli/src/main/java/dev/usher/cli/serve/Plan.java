package dev.usher.cli.serve;

import dev.usher.cli.offer.Offer;
import dev.usher.cli.settings.Configuration;
import dev.usher.cli.settings.ConfigurationReader;
import dev.usher.cli.settings.ListenerSettings;

import java.util.List;

/**
 * What is to be served: some listeners of a configuration, which can be read again.
 *
 * @param listeners those to open
 * @param isVerbose whether stdout shows what the course's servers print
 * @param portAdvice what to do if a port is taken
 */
record Plan(
        ConfigurationReader reader,
        Configuration configuration,
        List<ListenerSettings> listeners,
        boolean isVerbose,
        String portAdvice) {
    List<Offer> offers() {
        return listeners.stream().map(ListenerSettings::offer).toList();
    }

    /** Whether nothing is said as long as nothing fails, as by the course's server. */
    boolean isSilent() {
        return offers().stream().allMatch(Offer::isSilent);
    }
}
