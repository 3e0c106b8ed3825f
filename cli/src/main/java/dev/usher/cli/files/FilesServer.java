package dev.usher.cli.files;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.TlsOptions;
import dev.usher.cli.offer.Offer;
import dev.usher.cli.terminal.Sentence;
import dev.usher.client.CallException;
import dev.usher.services.files.client.FilesClient;
import dev.usher.services.files.client.FilesException;
import dev.usher.services.files.client.TransferLimits;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.ConnectException;
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

    @Mixin private TlsOptions tls;

    private TransferLimits limits = TransferLimits.defaults();

    /** Files of so many bytes may come from it. */
    void fileSize(long most) {
        limits = limits.fileSize(most);
    }

    /** Its client; silence is worth no more patience than anything else. */
    FilesClient client() {
        var patient = limits.patience(patience).silence(patience);
        var context = tls.context();
        return context == null
                ? FilesClient.to(address, patient)
                : FilesClient.to(address, patient, context);
    }

    /** A sentence about what went wrong, with what to do about it if that is known. */
    String sentence(FilesException failed) {
        var sentence = Sentence.of(failed);
        return failed instanceof FilesException.Unreachable
                        && failed.getCause() instanceof CallException why
                        && why.getCause() instanceof ConnectException
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
