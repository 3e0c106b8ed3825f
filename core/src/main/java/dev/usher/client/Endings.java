package dev.usher.client;

import dev.usher.Failure;
import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** How connections to one server end, in words for people. */
final class Endings {
    private final String server;

    Endings(String server) {
        this.server = server;
    }

    /** What came in the way of reading or writing. */
    End broken(Throwable failed) {
        return failed instanceof TlsMismatchException
                ? new End.Unusable(
                        "cannot connect to %s: %s".formatted(server, failed.getMessage()), failed)
                : lost(Words.reason(failed), failed);
    }

    /** What was read cannot be. */
    End unreadable(FailureException failed) {
        if (failed.failure() instanceof Failure.CutShort) {
            return lost("the server closed it in the middle of an answer", null);
        }
        var why =
                failed.failure() instanceof Failure.TooLong(long allowed)
                        ? "an answer has more than %,d bytes".formatted(allowed)
                        : failed.failure().message();
        return new End.Malformed(
                "what %s sends is not the protocol: %s".formatted(server, why), failed);
    }

    /** The server has closed it. */
    End closed(@Nullable Refusal lastWords) {
        return lost(
                lastWords instanceof Refusal.Rejected(var code, var message, _)
                        ? "the server says %s: %s".formatted(code, message)
                        : "the server closed it",
                null);
    }

    /** Nothing moves. */
    End silent(@Nullable IOException late) {
        return lost("the server is silent", late);
    }

    private End lost(String why, @Nullable Throwable cause) {
        return new End.Lost("lost the connection to %s: %s".formatted(server, why), cause);
    }
}
