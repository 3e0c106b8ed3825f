package dev.usher.cli.serve;

import dev.usher.DrainReport;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.TimeSource;
import dev.usher.cli.admin.AdminAddress;
import dev.usher.cli.admin.AdminDesk;
import dev.usher.cli.admin.AdminSocket;
import dev.usher.cli.log.Alarm;
import dev.usher.cli.log.Log;
import dev.usher.cli.log.Narrator;
import dev.usher.cli.offer.DataFolder;
import dev.usher.cli.offer.Databases;
import dev.usher.cli.offer.Equipment;
import dev.usher.cli.offer.Printout;
import dev.usher.cli.settings.Descriptors;
import dev.usher.cli.settings.Reloading;
import dev.usher.cli.terminal.StopSignals;
import dev.usher.services.counter.Counter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server from its start to its end, with all that it needs. Used by one thread. */
final class Operation {
    private final Plan plan;
    private final Speaker speaker;
    private final StopSignals signals;
    private final Alarm alarm;
    private final Narrator narrator;

    Operation(Plan plan, Log log, Speaker speaker, StopSignals signals) {
        this.plan = plan;
        this.speaker = speaker;
        this.signals = signals;
        alarm = new Alarm(log.logger());
        narrator = new Narrator(log.logger());
    }

    /**
     * Serves until a signal, and then lets the clients finish.
     *
     * @param out where services print
     * @throws IOException with a sentence for people, if it cannot be served
     */
    void run(PrintWriter out) throws IOException {
        Thread.setDefaultUncaughtExceptionHandler(alarm);
        plan.configuration().remarks().forEach(alarm::tellOfSettings);
        try (var printout = new Printout(out);
                var equipment = equipment(printout)) {
            var listeners = listeners(equipment);
            try (var server = start(listeners);
                    var _ = admin(equipment, desk(server))) {
                speaker.welcome(Welcome.text(plan.offers(), listeners, server), server);
                signals.await();
                speaker.drains(grace(server));
                var report = drain(server);
                speaker.farewell(Farewell.text(server.status(), report));
            }
        }
    }

    private Equipment equipment(Printout printout) {
        var configuration = plan.configuration();
        var server = configuration.server();
        return new Equipment(
                printout,
                plan.isVerbose() ? printout : null,
                new Counter(configuration.work()),
                new DataFolder(server.data(), configuration.files()),
                new Databases(
                        server.data(),
                        server.database(),
                        configuration.tables(),
                        configuration.telemetry(),
                        alarm::tell));
    }

    private List<Listener> listeners(Equipment equipment) throws IOException {
        var descriptors = new Descriptors();
        var listeners = new ArrayList<Listener>();
        for (var settings : plan.listeners()) {
            var listener = settings.listener(equipment).events(narrator);
            listeners.add(listener.limits(descriptors.fit(listener.limits())));
        }
        descriptors.warnings().forEach(alarm::tellOfLimits);
        return listeners;
    }

    private Server start(List<Listener> listeners) throws IOException {
        try {
            return Server.start(
                    plan.configuration().server().chosenEngine(), TimeSource.system(), listeners);
        } catch (BindException refused) {
            throw new IOException(refused.getMessage() + "; " + wayOut(), refused);
        }
    }

    private String wayOut() throws IOException {
        for (var listener : plan.listeners()) {
            if (!listener.isOnThisMachine()) {
                return "--bind wants an address of this machine";
            }
        }
        return plan.portAdvice();
    }

    /** Where the operator's questions are answered; SIGHUP is one, if there is a file to read. */
    private AdminDesk desk(Server server) {
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

    /** Where an operator may ask; {@code null} if nothing is kept where it would be. */
    private @Nullable AdminSocket admin(Equipment equipment, AdminDesk desk) throws IOException {
        var server = plan.configuration().server();
        if (server.admin() == null && !equipment.keepsSomething()) {
            return null;
        }
        return AdminSocket.open(
                server.admin() == null ? server.data().resolve(AdminAddress.NAME) : server.admin(),
                desk);
    }

    private static Duration grace(Server server) {
        return server.deadlines(server.status().getFirst().name()).drain();
    }

    /** Lets the clients finish; a second signal cuts them off. */
    private DrainReport drain(Server server) {
        Thread.startVirtualThread(() -> {
            signals.await();
            server.cut();
        });
        return server.drain();
    }
}
