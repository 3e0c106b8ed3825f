package dev.usher.cli;

import dev.usher.Limits;
import dev.usher.Listener;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;

/** The options that every listener opened by one command has. What is not given stays as it is. */
final class ListenerOptions {
    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            converter = Host.class,
            description = "The address to listen on (127.0.0.1); 0.0.0.0 for all.")
    private @Nullable InetAddress bind;

    @Option(
            names = "--max-clients",
            paramLabel = "N",
            converter = Quantity.Running.class,
            description = "Clients served at once (10000).")
    private @Nullable Integer maxClients;

    @Option(
            names = "--max-waiting",
            paramLabel = "N",
            converter = Quantity.Waiting.class,
            description = "Clients that may wait for their turn (1000).")
    private @Nullable Integer maxWaiting;

    @Option(
            names = "--patience",
            paramLabel = "S",
            converter = Quantity.Patience.class,
            description = "Seconds that a client may wait (60).")
    private @Nullable Duration patience;

    @Option(
            names = "--max-per-address",
            paramLabel = "N",
            converter = Quantity.PerAddress.class,
            description = "Clients of one address, running and waiting (as many as there may be).")
    private @Nullable Integer maxPerAddress;

    @Option(
            names = "--grace",
            paramLabel = "S",
            converter = Quantity.Grace.class,
            description = "Seconds that clients may take to finish at the stop (10).")
    private @Nullable Duration grace;

    /** The listener as these options want it. */
    Listener applyTo(Listener listener) {
        var changed = listener.limits(applyTo(listener.limits()));
        if (bind != null) {
            changed = changed.bind(bind.getHostAddress());
        }
        if (grace != null) {
            changed = changed.deadlines(changed.deadlines().drain(grace));
        }
        return changed;
    }

    private Limits applyTo(Limits limits) {
        var changed = limits;
        if (maxClients != null) {
            changed = changed.running(maxClients);
        }
        if (maxWaiting != null) {
            changed = changed.waiting(maxWaiting);
        }
        if (patience != null) {
            changed = changed.patience(patience);
        }
        if (maxPerAddress != null) {
            changed = changed.perAddress(maxPerAddress);
        }
        return changed;
    }

    /** Whether this machine has the address to listen on. */
    boolean bindsToThisMachine() throws SocketException {
        return bind == null
                || bind.isAnyLocalAddress()
                || bind.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(bind) != null;
    }
}
