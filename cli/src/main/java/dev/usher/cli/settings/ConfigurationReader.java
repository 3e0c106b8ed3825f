package dev.usher.cli.settings;

import dev.usher.cli.config.SettingsFile;
import dev.usher.cli.config.Sources;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the configuration of a server, as often as it is asked to. Immutable. */
public final class ConfigurationReader {
    private final Map<String, String> options;
    private final Map<String, String> environment;
    private final @Nullable Path file;
    private final boolean opensOne;

    /**
     * From these sources, the stronger first.
     *
     * @param options what was given on the command line, by the options' names
     * @param environment all variables
     * @param file {@code null} if there is none
     */
    ConfigurationReader(
            Map<String, String> options, Map<String, String> environment, @Nullable Path file) {
        this(Map.copyOf(options), Map.copyOf(environment), file, false);
    }

    private ConfigurationReader(
            Map<String, String> options,
            Map<String, String> environment,
            @Nullable Path file,
            boolean opensOne) {
        this.options = options;
        this.environment = environment;
        this.file = file;
        this.opensOne = opensOne;
    }

    /** The same for a server that opens one listener, whatever the sources say of opening. */
    public ConfigurationReader forOne() {
        return new ConfigurationReader(options, environment, file, true);
    }

    /** Whether there is a file, which may say something else the next time. */
    public boolean hasFile() {
        return file != null;
    }

    /**
     * Reads and checks everything but certificates.
     *
     * @throws WrongConfigurationException with all that is wrong
     */
    public Configuration read() throws WrongConfigurationException {
        return read(_ -> List.of());
    }

    /**
     * Reads and checks everything.
     *
     * @param whose the listeners whose certificates are read too
     * @throws WrongConfigurationException with all that is wrong
     */
    public Configuration read(Function<Configuration, List<ListenerSettings>> whose)
            throws WrongConfigurationException {
        var sources =
                new Sources(
                        options,
                        environment,
                        file == null ? SettingsFile.none() : SettingsFile.read(file, environment));
        var server = Settings.SERVER.resolve(sources);
        var files = Settings.FILES.resolve(sources);
        var tables = Settings.TABLES.resolve(sources);
        var telemetry = Settings.TELEMETRY.resolve(sources);
        int work = Settings.COUNTER.resolve(sources);
        var log = Settings.LOGGING.resolve(sources);
        var reader = new ListenersReader(sources);
        var listeners = reader.read();
        if (!opensOne && listeners.stream().noneMatch(ListenerSettings::isOpen)) {
            sources.complain(
                    sources.origin("listeners.echo.open"),
                    "listeners",
                    "none is open; set open = true in one of them");
        }
        var configuration =
                new Configuration(
                        server,
                        files,
                        tables,
                        telemetry,
                        work,
                        log,
                        listeners,
                        sources.lines(),
                        sources.hidden(),
                        sources.misspelt());
        var dislikes = reader.readCertificates(whose.apply(configuration));
        var problems = sources.problems();
        if (!problems.isEmpty()) {
            throw new WrongConfigurationException(problems);
        }
        return configuration.remarking(dislikes);
    }
}
