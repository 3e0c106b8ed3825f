package dev.usher.client;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/** Why a request has no answer, in a sentence for people. */
public abstract sealed class CallException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean mayHaveBeenDone;

    private CallException(String message, boolean mayHaveBeenDone, @Nullable Throwable cause) {
        super(message, cause);
        this.mayHaveBeenDone = mayHaveBeenDone;
    }

    /**
     * Whether the server may have done what it was asked. If not, the same can be asked again
     * without doing it twice.
     */
    public boolean mayHaveBeenDone() {
        return mayHaveBeenDone;
    }

    /** No connection came about. */
    public static final class Unreachable extends CallException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, @Nullable Throwable cause) {
            super(message, false, cause);
        }
    }

    /** The server has no place now, or is stopping. Nothing of what was asked was done. */
    public static final class Busy extends CallException {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        Busy(String message, Duration retryAfter) {
            super(message, false, null);
            this.retryAfter = retryAfter;
        }

        /** How long the server advises to wait. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The server says no to this request. */
    public static final class Rejected extends CallException {
        private static final long serialVersionUID = 1L;

        private final String code;
        private final String words;

        Rejected(Refusal.Rejected no) {
            super(
                    no.message().isEmpty() ? no.code() : no.code() + ": " + no.message(),
                    no.mayHaveBeenDone(),
                    null);
            code = no.code();
            words = no.message();
        }

        /** A short name for programs, such as {@code invalid}. */
        public String code() {
            return code;
        }

        /** What the server said to people besides; may be empty. */
        public String words() {
            return words;
        }
    }

    /** There was no answer in time. */
    public static final class Late extends CallException {
        private static final long serialVersionUID = 1L;

        Late(String message, boolean mayHaveBeenDone) {
            super(message, mayHaveBeenDone, null);
        }
    }

    /** The connection is gone. */
    public static final class Lost extends CallException {
        private static final long serialVersionUID = 1L;

        Lost(String message, boolean mayHaveBeenDone, @Nullable Throwable cause) {
            super(message, mayHaveBeenDone, cause);
        }
    }

    /** What the server sends is not the protocol, or more than the client puts up with. */
    public static final class Malformed extends CallException {
        private static final long serialVersionUID = 1L;

        Malformed(String message, boolean mayHaveBeenDone, @Nullable Throwable cause) {
            super(message, mayHaveBeenDone, cause);
        }
    }

    /** The client was closed. */
    public static final class Closed extends CallException {
        private static final long serialVersionUID = 1L;

        Closed(boolean mayHaveBeenDone) {
            super("the client is closed", mayHaveBeenDone, null);
        }
    }
}
