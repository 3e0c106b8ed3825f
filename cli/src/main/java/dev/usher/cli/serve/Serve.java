package dev.usher.cli.serve;

import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.log.Log;
import dev.usher.cli.offer.Offer;
import dev.usher.cli.settings.ConfigFile;
import dev.usher.cli.settings.Configuration;
import dev.usher.cli.settings.ListenerSettings;
import dev.usher.cli.settings.SettingOptions;
import dev.usher.cli.terminal.StopSignals;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The command {@code usher serve}: runs a server until it is told to stop. */
@Command(
        name = "serve",
        description = "Serves clients until Ctrl-C or SIGTERM, and then lets them finish.",
        footer = {
            "  usher serve",
            "  usher serve echo --port 0 --max-clients 3 --max-waiting 2 -v",
            "  usher serve --config usher.conf"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Serve implements Callable<Integer> {
    /** The names of all services. */
    private static final class Services implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Offer.ALL.stream().map(Offer::service).distinct().iterator();
        }
    }

    /** The names of all protocols. */
    private static final class Protocols implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Offer.ALL.stream().map(Offer::protocol).distinct().iterator();
        }
    }

    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            completionCandidates = Services.class,
            description = {
                "The one service to open: ${COMPLETION-CANDIDATES}.",
                "Without it, all are opened."
            })
    private @Nullable String service;

    @Option(
            names = "--protocol",
            paramLabel = "P",
            completionCandidates = Protocols.class,
            description =
                    "The protocol that SERVICE speaks (lines); not each speaks all of"
                            + " ${COMPLETION-CANDIDATES}.")
    private @Nullable String protocol;

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = Quantity.Port.class,
            description = "The port of SERVICE (its usual one); 0 lets the system choose.")
    private @Nullable Integer port;

    @Mixin private ConfigFile config;

    /** For a command that serves in short, and takes the port in another way. */
    @Option(
            names = "--port-advice",
            hidden = true,
            defaultValue = "choose another port with --port N")
    private String portAdvice;

    @Option(
            names = "-v",
            description =
                    "Show each client's way through the server, and what the course's servers"
                            + " print.",
            order = 2)
    private boolean verbose;

    private Serve() {}

    /** The command, with an option for each setting that is one. */
    public static CommandLine commandLine() {
        var line = new CommandLine(new Serve());
        SettingOptions.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() throws IOException {
        var offer = chosen();
        var reader = offer == null ? config.reader(command) : config.reader(command).forOne();
        var configuration =
                reader.read(read ->
                        offer == null ? read.open() : read.listener(offer).stream().toList());
        var settings = offer == null ? configuration.open() : List.of(only(offer, configuration));
        var logging = configuration.log().settings(verbose);
        try (var log = Log.open(logging, command.commandLine().getErr());
                var signals = new StopSignals()) {
            var plan = new Plan(reader, configuration, settings, verbose, wayToPorts());
            var speaker = new Speaker(log, logging, verbose || !plan.isSilent());
            try {
                new Operation(plan, log, speaker, signals).run(command.commandLine().getOut());
            } catch (IOException failed) {
                if (logging.isForPeople()) {
                    throw failed;
                }
                speaker.fail(failed);
                return ExitCode.SOFTWARE;
            }
        }
        return ExitCode.OK;
    }

    /** What to do if a port is taken. */
    private String wayToPorts() {
        return service != null
                ? portAdvice
                : "stop what listens there, or serve one service: usher serve SERVICE --port N";
    }

    /** The one that is asked for; {@code null} for all. */
    private @Nullable Offer chosen() {
        var given = SettingOptions.given(command).keySet();
        checkSuits(given, "counter", "--work is for the counter alone", "--work");
        checkSuits(
                given,
                "files",
                "--max-file-size, --max-store-size and --keep-broken are for files alone",
                "--max-file-size",
                "--max-store-size",
                "--keep-broken");
        checkSuits(
                given,
                "database",
                "--max-tables-size is for the database alone",
                "--max-tables-size");
        checkSuits(
                given,
                "telemetry",
                "--keep and --keep-size are for telemetry alone",
                "--keep",
                "--keep-size");
        if (service != null) {
            try {
                return Offer.of(service, protocol == null ? Offer.USUAL_PROTOCOL : protocol);
            } catch (IllegalArgumentException unknown) {
                throw new ParameterException(command.commandLine(), unknown.getMessage(), unknown);
            }
        }
        if (port != null || protocol != null) {
            throw usage((port != null ? "--port" : "--protocol") + " needs a SERVICE");
        }
        return null;
    }

    private void checkSuits(Set<String> given, String owner, String sentence, String... options) {
        if (service != null
                && !service.equals(owner)
                && Stream.of(options).anyMatch(given::contains)) {
            throw usage(sentence);
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }

    private ListenerSettings only(Offer offer, Configuration configuration) throws IOException {
        var listener =
                configuration
                        .listener(offer)
                        .orElseThrow(() ->
                                new IOException(
                                        "no listener of the configuration serves " + offer.name()));
        return port == null ? listener : listener.port(port);
    }
}
