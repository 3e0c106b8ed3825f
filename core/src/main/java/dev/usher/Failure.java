package dev.usher;

import java.time.Duration;

/**
 * Why a client cannot have what it wants. A {@link Codec} says each of them in its own protocol.
 */
public sealed interface Failure {

    /**
     * The name of this failure as a program compares it: {@code late}, {@code too-long}, …; the
     * codes of the built-in failures never change.
     */
    String code();

    /** A sentence without the code, for the client: no path, class name or other inner matter. */
    String message();

    /** The reason that the end of the connection is reported with, should this end it. */
    CloseReason reason();

    /** The kinds of {@link Busy}. */
    enum Full {
        /** As many run and wait as may. */
        EVERYTHING_TAKEN,
        /** As many clients of this address are here as may be. */
        ADDRESS_HAS_ITS_SHARE,
        /** The client has waited as long as it may. */
        WAITED_TOO_LONG
    }

    /**
     * There is no place for this client now.
     *
     * @param full why
     * @param occupancy how full the listener is
     * @param retryAfter when trying again makes sense
     */
    record Busy(Full full, Occupancy occupancy, Duration retryAfter) implements Failure {
        @Override
        public String code() {
            return "busy";
        }

        @Override
        public String message() {
            return "retry-after=" + seconds(retryAfter) + " " + occupancy;
        }

        @Override
        public CloseReason reason() {
            return full == Full.WAITED_TOO_LONG ? CloseReason.WAITED_TOO_LONG : CloseReason.REFUSED;
        }
    }

    /**
     * The server is stopping.
     *
     * @param retryAfter when trying again makes sense
     */
    record Draining(Duration retryAfter) implements Failure {
        @Override
        public String code() {
            return "draining";
        }

        @Override
        public String message() {
            return "retry-after=" + seconds(retryAfter) + " draining";
        }

        @Override
        public CloseReason reason() {
            return CloseReason.DRAINED;
        }
    }

    /** What a client, or its service, was {@link Late} with. */
    enum Wait {
        /** The TLS handshake. */
        HANDSHAKE("TLS handshake", CloseReason.HANDSHAKE_FAILED),
        /** The first byte of the first request. */
        FIRST_BYTE("first byte", CloseReason.LATE_FIRST_BYTE),
        /** The rest of a request that had begun. */
        REQUEST("whole request", CloseReason.LATE_REQUEST),
        /** The next request. */
        IDLE("next request", CloseReason.IDLE),
        /** The service's answer. */
        SERVICE("answer", CloseReason.LATE_SERVICE),
        /** The client's taking of what is written to it. */
        WRITE("reading the answer", CloseReason.LATE_WRITE);

        private final String what;
        private final CloseReason reason;

        Wait(String what, CloseReason reason) {
            this.what = what;
            this.reason = reason;
        }
    }

    /**
     * Something did not happen in time.
     *
     * @param awaited what was waited for
     * @param allowed how long it may take
     */
    record Late(Wait awaited, Duration allowed) implements Failure {
        @Override
        public String code() {
            return "late";
        }

        @Override
        public String message() {
            return awaited.what + " took more than " + seconds(allowed) + " s";
        }

        @Override
        public CloseReason reason() {
            return awaited.reason;
        }
    }

    /**
     * A request is longer than allowed.
     *
     * @param allowed the most bytes a request may have
     */
    record TooLong(long allowed) implements Failure {
        @Override
        public String code() {
            return "too-long";
        }

        @Override
        public String message() {
            return "a request may have " + allowed + " bytes";
        }

        @Override
        public CloseReason reason() {
            return CloseReason.TOO_LONG;
        }
    }

    /**
     * What arrived is not the protocol, so that nothing after it can be trusted.
     *
     * @param message what is wrong, for the client
     */
    record Malformed(String message) implements Failure {
        @Override
        public String code() {
            return "malformed";
        }

        @Override
        public CloseReason reason() {
            return CloseReason.MALFORMED;
        }
    }

    /** The client closed its side in the middle of a request. */
    record CutShort() implements Failure {
        @Override
        public String code() {
            return "cut-short";
        }

        @Override
        public String message() {
            return "the last request has no end";
        }

        @Override
        public CloseReason reason() {
            return CloseReason.CLIENT_CUT_SHORT;
        }
    }

    /**
     * The connection is gone; nobody can be told.
     *
     * @param reason why
     */
    record Lost(CloseReason reason) implements Failure {
        @Override
        public String code() {
            return "lost";
        }

        @Override
        public String message() {
            return "the connection is gone: " + reason;
        }
    }

    /**
     * A service says no to one request; the connection goes on. Services throw it with {@link
     * FailureException#rejected}.
     *
     * @param code a short name for programs, such as {@code invalid}
     * @param message a sentence for people
     */
    record Rejected(String code, String message) implements Failure {
        @Override
        public CloseReason reason() {
            return CloseReason.SERVER_CLOSED;
        }
    }

    /** A fault of the server. What exactly is told in the events, not to the client. */
    record Crashed() implements Failure {
        @Override
        public String code() {
            return "internal";
        }

        @Override
        public String message() {
            return "the server failed at this request";
        }

        @Override
        public CloseReason reason() {
            return CloseReason.HANDLER_FAILED;
        }
    }

    /** Whole seconds, rounded up: a client that waits that long has waited long enough. */
    private static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
