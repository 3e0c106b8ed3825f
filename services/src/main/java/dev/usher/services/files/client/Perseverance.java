package dev.usher.services.files.client;

import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientLimits;
import dev.usher.client.Retries;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;

import javax.net.ssl.SSLContext;

/**
 * Gets things done by a server although connections break and the server may have no place: asks
 * again over another connection, until there has been no progress for too long. Safe for use by
 * many threads.
 */
final class Perseverance implements AutoCloseable {
    private static final int CONNECTIONS = 16;

    /** A page of names that take up 3 KiB each in JSON. */
    private static final int LONGEST_LINE = 4 << 20;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Client<Request, String> client;
    private final TransferLimits limits;

    /** Whether there is such a server: if not, there is nothing to wait for. */
    private volatile boolean wasReached;

    private Perseverance(Client<Request, String> client, TransferLimits limits) {
        this.client = client;
        this.limits = limits;
    }

    /** With this server. */
    static Perseverance with(
            InetSocketAddress server, TransferLimits limits, @Nullable SSLContext tls) {
        var remote =
                Client.to(server.getHostString(), server.getPort(), FileLines.dialect())
                        .limits(
                                ClientLimits.defaults()
                                        .connections(CONNECTIONS)
                                        .message(LONGEST_LINE)
                                        .connect(limits.connect()))
                        .retries(Retries.defaults().pauses(FIRST_PAUSE, LONGEST_PAUSE));
        return new Perseverance((tls == null ? remote : remote.tls(tls)).open(), limits);
    }

    /** Something that is asked over one connection, perhaps several times. */
    interface Task<T> {
        T over(Exchange exchange, Attempts attempts) throws IOException, InterruptedException;
    }

    /** Asks until there is an answer, after a lost connection too. */
    <T> T insist(Progress watcher, Task<T> task) throws IOException {
        var attempts = new Attempts(limits, watcher);
        while (true) {
            try {
                return attempt(attempts, task);
            } catch (FilesException failed) {
                attempts.failed(failed);
            }
        }
    }

    /** Asks until bytes begin to pass, whatever comes of that. */
    <T> T insistOnBeginning(Progress watcher, Task<T> task) throws IOException {
        var attempts = new Attempts(limits, watcher);
        while (true) {
            try {
                return attempt(attempts, task);
            } catch (FilesException failed) {
                if (attempts.hasBegun()) {
                    throw failed;
                }
                attempts.failed(failed);
            }
        }
    }

    /** Sends a line until the server has heard it: it may not be done twice. */
    String once(String line) throws IOException {
        var attempts = new Attempts(limits, Progress.UNWATCHED);
        while (true) {
            try {
                return attempt(attempts, (exchange, _) -> Answers.good(exchange.answer(line)));
            } catch (FilesException failed) {
                if (failed.mayHaveBeenDone()) {
                    throw new FilesException.Unknown(failed);
                }
                attempts.failed(failed);
            }
        }
    }

    /** What the server made of it; a no is an answer too, after which the connection is kept. */
    private sealed interface Answer<T> {
        record Yes<T>(T value) implements Answer<T> {}

        record No<T>(FilesException.Refused why) implements Answer<T> {}
    }

    private <T> T attempt(Attempts attempts, Task<T> task) throws IOException {
        return switch (answer(attempts, task)) {
            case Answer.Yes<T>(var value) -> value;
            case Answer.No<T>(var why) -> throw why;
        };
    }

    private <T> Answer<T> answer(Attempts attempts, Task<T> task) throws IOException {
        attempts.begin();
        try {
            return client.alone(
                    attempts.untilConnected(),
                    session -> {
                        wasReached = true;
                        try {
                            var exchange = new Exchange(session, attempts.silence());
                            return new Answer.Yes<>(task.over(exchange, attempts));
                        } catch (FilesException.Refused no) {
                            return new Answer.No<>(no);
                        }
                    });
        } catch (CallException noConnection) {
            if (noConnection instanceof CallException.Unreachable && !wasReached) {
                throw new FilesException.Unreachable(
                        String.valueOf(noConnection.getMessage()), false, noConnection);
            }
            throw attempts.givingUp(FilesException.of(noConnection));
        } catch (InterruptedException over) {
            throw interrupted();
        }
    }

    /** As those who call the methods here expect it. */
    static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    @Override
    public void close() {
        client.close();
    }
}
