package dev.usher.cli;

import dev.usher.services.files.client.ClientLimits;

import picocli.CommandLine.Option;

import java.net.InetSocketAddress;
import java.time.Duration;

/** Which files server a command asks, and for how long. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FilesServer {
    @Option(
            names = "--at",
            paramLabel = "HOST:PORT",
            converter = Endpoint.class,
            description = "The server (127.0.0.1:12005).")
    private InetSocketAddress address = Endpoint.here(Offer.of("files", "lines"));

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            converter = Quantity.Patience.class,
            description = "How long to go on trying without any progress (60).")
    private Duration patience;

    private ClientLimits limits = ClientLimits.defaults();

    /** Files of so many bytes may come from it. */
    void fileSize(long most) {
        limits = limits.fileSize(most);
    }

    /** What there is to say to it, on one thread. */
    Perseverance persevere(Perseverance.Acquaintance acquaintance) {
        return new Perseverance(address, limits, patience, acquaintance);
    }

    /** The same, for who is alone. */
    Perseverance persevere() {
        return persevere(new Perseverance.Acquaintance());
    }
}
