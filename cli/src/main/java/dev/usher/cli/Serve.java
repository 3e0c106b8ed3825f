package dev.usher.cli;

import dev.usher.DrainReport;
import dev.usher.Engine;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.TimeSource;
import dev.usher.services.counter.Counter;
import dev.usher.storage.DatabaseEvent;

import org.jspecify.annotations.Nullable;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The command {@code usher serve}: runs a server until it is told to stop. */
@Command(
        name = "serve",
        description = "Serves clients until Ctrl-C or SIGTERM, and then lets them finish.",
        footer = {
            "  usher serve",
            "  usher serve echo --port 0 --max-clients 3 --max-waiting 2 -v"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Serve implements Callable<Integer> {
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

    @Mixin private ListenerOptions options;

    @Mixin private LogOptions logging;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The folder of services that keep something (./data).")
    private Path data;

    @Mixin private FilesOptions files;

    @Mixin private TablesOptions tables;

    @Mixin private TelemetryOptions telemetry;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "A PostgreSQL server for what services keep in tables, such as"
                            + " jdbc:postgresql://HOST/DATABASE?user=USER (files in DIR).")
    private @Nullable String database;

    @Option(
            names = "--admin",
            paramLabel = "FILE",
            description =
                    "The socket for 'usher status' and the like (DIR/admin.sock, if a service keeps"
                            + " something in DIR).")
    private @Nullable Path admin;

    @Option(
            names = "--work",
            paramLabel = "N",
            converter = Quantity.Work.class,
            description = "Numbers that the counter adds up for each increment (0).")
    private @Nullable Integer work;

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
                            + " print.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        var offers = chosen();
        var settings = logging.settings(verbose);
        try (var log = Log.open(settings, command.commandLine().getErr());
                var signals = new StopSignals()) {
            var speaker = new Speaker(log, settings, verbose || !areSilent(offers));
            try {
                serve(offers, log, speaker, signals);
            } catch (IOException failed) {
                if (settings.isForPeople()) {
                    throw failed;
                }
                speaker.fail(failed);
                return ExitCode.SOFTWARE;
            }
        }
        return ExitCode.OK;
    }

    private void serve(List<Offer> offers, Log log, Speaker speaker, StopSignals signals)
            throws IOException {
        var alarm = new Alarm(log.logger());
        Thread.setDefaultUncaughtExceptionHandler(alarm);
        try (var printout = new Printout(command.commandLine().getOut());
                var equipment = equipment(printout, alarm::tell)) {
            var listeners = listeners(offers, equipment, new Narrator(log.logger()), alarm);
            try (var server = start(listeners);
                    var _ = admin(server, equipment)) {
                speaker.welcome(Welcome.text(offers, listeners, server), server);
                signals.await();
                speaker.drains(listeners.getFirst().deadlines().drain());
                var report = drain(server, signals);
                speaker.farewell(Farewell.text(server.status(), report));
            }
        }
    }

    private static boolean areSilent(List<Offer> offers) {
        return offers.stream().allMatch(Offer::isSilent);
    }

    private List<Offer> chosen() {
        if (work != null && service != null && !service.equals("counter")) {
            throw usage("--work is for the counter alone");
        }
        if (files.areGiven() && service != null && !service.equals("files")) {
            throw usage("--max-file-size, --max-store-size and --keep-broken are for files alone");
        }
        if (tables.areGiven() && service != null && !service.equals("database")) {
            throw usage("--max-tables-size is for the database alone");
        }
        if (telemetry.areGiven() && service != null && !service.equals("telemetry")) {
            throw usage("--keep and --keep-size are for telemetry alone");
        }
        if (service != null) {
            try {
                return List.of(
                        Offer.of(service, protocol == null ? Offer.USUAL_PROTOCOL : protocol));
            } catch (IllegalArgumentException unknown) {
                throw new ParameterException(command.commandLine(), unknown.getMessage(), unknown);
            }
        }
        if (port != null || protocol != null) {
            throw usage((port != null ? "--port" : "--protocol") + " needs a SERVICE");
        }
        return Offer.ALL;
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }

    private Equipment equipment(Printout printout, Consumer<DatabaseEvent> alarm) {
        return new Equipment(
                printout,
                verbose ? printout : null,
                new Counter(work == null ? 0 : work),
                new DataFolder(data, files.limits()),
                new Databases(data, database, tables.limits(), telemetry.retention(), alarm));
    }

    private List<Listener> listeners(
            List<Offer> offers, Equipment equipment, Narrator narrator, Alarm alarm)
            throws IOException {
        var descriptors = new Descriptors();
        var listeners = new ArrayList<Listener>();
        for (var offer : offers) {
            var plain = offer.listener(port == null ? offer.port() : port, equipment);
            var listener = options.applyTo(plain).events(narrator);
            listeners.add(listener.limits(descriptors.fit(listener.limits())));
        }
        descriptors.warnings().forEach(alarm::tellOfLimits);
        return listeners;
    }

    private Server start(List<Listener> listeners) throws IOException {
        try {
            return Server.start(Engine.best(), TimeSource.system(), listeners);
        } catch (BindException refused) {
            throw new IOException(refused.getMessage() + "; " + wayOut(), refused);
        }
    }

    private String wayOut() throws IOException {
        if (!options.bindsToThisMachine()) {
            return "--bind wants an address of this machine";
        }
        return service != null
                ? portAdvice
                : "stop what listens there, or serve one service: usher serve SERVICE --port N";
    }

    /** Where an operator may ask; {@code null} if nothing is kept where it would be. */
    private @Nullable AdminSocket admin(Server server, Equipment equipment) throws IOException {
        if (admin == null && !equipment.keepsSomething()) {
            return null;
        }
        return AdminSocket.open(
                admin == null ? data.resolve(AdminAddress.NAME) : admin, new AdminDesk(server));
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
