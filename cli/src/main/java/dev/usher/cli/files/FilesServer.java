package dev.usher.cli.files;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.offer.Offer;
import dev.usher.services.files.client.FilesClient;
import dev.usher.services.files.client.FilesException;
import dev.usher.services.files.client.TransferLimits;

import picocli.CommandLine.Option;

import java.io.IOException;
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
    private InetSocketAddress address = Offer.of("files", "lines").here();

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            converter = Quantity.Patience.class,
            description = "How long to go on trying without any progress (60).")
    private Duration patience;

    private TransferLimits limits = TransferLimits.defaults();

    /** Files of so many bytes may come from it. */
    void fileSize(long most) {
        limits = limits.fileSize(most);
    }

    /** Its client; silence is worth no more patience than anything else. */
    FilesClient client() {
        return FilesClient.to(address, limits.patience(patience).silence(patience));
    }

    /** A sentence about what went wrong, with what to do about it if that is known. */
    String sentence(FilesException failed) {
        var sentence = String.valueOf(failed.getMessage());
        return failed instanceof FilesException.Unreachable
                ? "%s; is there a server? start one with: usher serve files --port %d"
                        .formatted(sentence, address.getPort())
                : sentence;
    }

    /** Asks for one thing, and says in a sentence what goes wrong. */
    void ask(Errand errand) throws IOException {
        try (var client = client()) {
            errand.run(client);
        } catch (FilesException failed) {
            throw new IOException(sentence(failed), failed);
        }
    }

    /** What is asked. */
    interface Errand {
        void run(FilesClient client) throws IOException;
    }
}
