package dev.usher.cli.serve;

import dev.usher.DrainReport;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.TimeSource;
import dev.usher.cli.admin.AdminAddress;
import dev.usher.cli.admin.AdminDesk;
import dev.usher.cli.admin.AdminSocket;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.log.Alarm;
import dev.usher.cli.log.Log;
import dev.usher.cli.log.Narrator;
import dev.usher.cli.offer.DataFolder;
import dev.usher.cli.offer.Databases;
import dev.usher.cli.offer.Equipment;
import dev.usher.cli.offer.Offer;
import dev.usher.cli.offer.Printout;
import dev.usher.cli.settings.ConfigFile;
import dev.usher.cli.settings.Configuration;
import dev.usher.cli.settings.ConfigurationReader;
import dev.usher.cli.settings.Descriptors;
import dev.usher.cli.settings.ListenerSettings;
import dev.usher.cli.settings.Reloading;
import dev.usher.cli.settings.SettingOptions;
import dev.usher.cli.terminal.StopSignals;
import dev.usher.services.counter.Counter;
import dev.usher.storage.DatabaseEvent;

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
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "The one service to open; without it, all are opened.")
    private @Nullable String service;

    @Option(
            names = "--protocol",
            paramLabel = "P",
            description = "The protocol that SERVICE speaks (lines).")
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
        var configuration = reader.read();
        var settings = offer == null ? configuration.open() : List.of(only(offer, configuration));
        var logging = configuration.log().settings(verbose);
        try (var log = Log.open(logging, command.commandLine().getErr());
                var signals = new StopSignals()) {
            var plan = new Plan(reader, configuration, settings);
            var speaker = new Speaker(log, logging, verbose || !plan.isSilent());
            try {
                serve(plan, log, speaker, signals);
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

    /** What is to be served: these listeners of a configuration, which can be read again. */
    private record Plan(
            ConfigurationReader reader,
            Configuration configuration,
            List<ListenerSettings> listeners) {
        List<Offer> offers() {
            return listeners.stream().map(ListenerSettings::offer).toList();
        }

        /** Whether nothing is said as long as nothing fails, as by the course's server. */
        boolean isSilent() {
            return offers().stream().allMatch(Offer::isSilent);
        }
    }

    private void serve(Plan plan, Log log, Speaker speaker, StopSignals signals)
            throws IOException {
        var alarm = new Alarm(log.logger());
        Thread.setDefaultUncaughtExceptionHandler(alarm);
        plan.configuration().remarks().forEach(alarm::tellOfSettings);
        try (var printout = new Printout(command.commandLine().getOut());
                var equipment = equipment(plan.configuration(), printout, alarm::tell)) {
            var listeners = listeners(plan, equipment, new Narrator(log.logger()), alarm);
            try (var server = start(plan, listeners);
                    var _ = admin(plan, equipment, desk(plan, server, speaker, signals))) {
                speaker.welcome(Welcome.text(plan.offers(), listeners, server), server);
                signals.await();
                speaker.drains(grace(server));
                var report = drain(server, signals);
                speaker.farewell(Farewell.text(server.status(), report));
            }
        }
    }

    private static Duration grace(Server server) {
        return server.deadlines(server.status().getFirst().name()).drain();
    }

    /** Where the operator's questions are answered; SIGHUP is one, if there is a file to read. */
    private static AdminDesk desk(Plan plan, Server server, Speaker speaker, StopSignals signals) {
        var reloading =
                new Reloading(
                        plan.reader(),
                        server,
                        plan.configuration(),
                        plan.listeners(),
                        speaker::reloads);
        if (plan.reader().hasFile()) {
            signals.onHangUp(reloading::reload);
        }
        return new AdminDesk(server, reloading);
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

    private Equipment equipment(
            Configuration configuration, Printout printout, Consumer<DatabaseEvent> alarm) {
        var server = configuration.server();
        return new Equipment(
                printout,
                verbose ? printout : null,
                new Counter(configuration.work()),
                new DataFolder(server.data(), configuration.files()),
                new Databases(
                        server.data(),
                        server.database(),
                        configuration.tables(),
                        configuration.telemetry(),
                        alarm));
    }

    private static List<Listener> listeners(
            Plan plan, Equipment equipment, Narrator narrator, Alarm alarm) throws IOException {
        var descriptors = new Descriptors();
        var listeners = new ArrayList<Listener>();
        for (var settings : plan.listeners()) {
            var listener = settings.listener(equipment).events(narrator);
            listeners.add(listener.limits(descriptors.fit(listener.limits())));
        }
        descriptors.warnings().forEach(alarm::tellOfLimits);
        return listeners;
    }

    private Server start(Plan plan, List<Listener> listeners) throws IOException {
        try {
            return Server.start(
                    plan.configuration().server().chosenEngine(), TimeSource.system(), listeners);
        } catch (BindException refused) {
            throw new IOException(refused.getMessage() + "; " + wayOut(plan), refused);
        }
    }

    private String wayOut(Plan plan) throws IOException {
        for (var listener : plan.listeners()) {
            if (!listener.isOnThisMachine()) {
                return "--bind wants an address of this machine";
            }
        }
        return service != null
                ? portAdvice
                : "stop what listens there, or serve one service: usher serve SERVICE --port N";
    }

    /** Where an operator may ask; {@code null} if nothing is kept where it would be. */
    private static @Nullable AdminSocket admin(Plan plan, Equipment equipment, AdminDesk desk)
            throws IOException {
        var server = plan.configuration().server();
        if (server.admin() == null && !equipment.keepsSomething()) {
            return null;
        }
        return AdminSocket.open(
                server.admin() == null ? server.data().resolve(AdminAddress.NAME) : server.admin(),
                desk);
    }

    /** Lets the clients finish; a second signal cuts them off. */
    private static DrainReport drain(Server server, StopSignals signals) {
        Thread.startVirtualThread(() -> {
            signals.await();
            server.cut();
        });
        return server.drain();
    }
}
