package dev.usher;

import java.io.IOException;

/**
 * Ends a read, a write or a request with a {@link Failure}. Everything that goes wrong between a
 * server and its client is thrown as one of these. Carries no stack trace: it is about the client,
 * not about the code.
 */
public final class FailureException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** Of any failure; without a cause. */
    public FailureException(Failure failure) {
        super(failure.code() + ": " + failure.message());
        this.failure = failure;
    }

    /** What went wrong. */
    public Failure failure() {
        return failure;
    }

    /**
     * A service's no to one request. The client is told; its connection goes on.
     *
     * @param code a short name for programs, such as {@code invalid}
     * @param message a sentence for people
     */
    public static FailureException rejected(String code, String message) {
        return new FailureException(new Failure.Rejected(code, message));
    }

    /** A codec's word for bytes that are not its protocol. The client is told, then closed. */
    public static FailureException malformed(String message) {
        return new FailureException(new Failure.Malformed(message));
    }

    /** Does nothing: where a client went wrong is not a place in this program. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
