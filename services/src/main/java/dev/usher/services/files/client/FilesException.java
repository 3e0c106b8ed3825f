package dev.usher.services.files.client;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * Why a server did not do what it was asked, in a sentence for people. What goes wrong on this side
 * alone, with a file that cannot be read or written, is another {@link IOException}.
 */
public abstract sealed class FilesException extends IOException {
    private static final long serialVersionUID = 1L;

    private FilesException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same may go well another time, over another connection, with no one's doing. */
    public abstract boolean mayPass();

    /** No connection came about. */
    public static final class Unreachable extends FilesException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean mayPass() {
            return true;
        }
    }

    /**
     * The connection is gone, or the server silent for too long. A transfer can be resumed; what
     * else was asked may have been done or not.
     */
    public static final class Lost extends FilesException {
        private static final long serialVersionUID = 1L;

        Lost(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean mayPass() {
            return true;
        }
    }

    /** The server has no place now, or is stopping. Nothing of what was asked has been done. */
    public static final class Busy extends FilesException {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        Busy(String message, Duration retryAfter) {
            super(message, null);
            this.retryAfter = retryAfter;
        }

        /** When the server advises to come back. */
        public Duration retryAfter() {
            return retryAfter;
        }

        @Override
        public boolean mayPass() {
            return true;
        }
    }

    /** The server says no to this request: {@code ERROR code message}. */
    public static final class Refused extends FilesException {
        private static final long serialVersionUID = 1L;

        private static final Set<String> PASSING = Set.of("busy", "digesting", "late", "cut-short");
        private static final Set<String> LAST_WORDS =
                Set.of("late", "cut-short", "too-long", "malformed", "internal");

        private final String code;

        Refused(String code, String message) {
            super(message, null);
            this.code = code;
        }

        /** The code, such as {@code not-found}. */
        public String code() {
            return code;
        }

        @Override
        public boolean mayPass() {
            return PASSING.contains(code);
        }

        /** Whether the connection may be over with it. */
        boolean isLast() {
            return LAST_WORDS.contains(code);
        }
    }

    /** What the server sends is not the protocol, or more than a client puts up with. */
    public static final class Malformed extends FilesException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null);
        }

        @Override
        public boolean mayPass() {
            return false;
        }
    }

    /** The file has more bytes than the {@link ClientLimits} allow. Nothing of it is here. */
    public static final class TooLarge extends FilesException {
        private static final long serialVersionUID = 1L;

        TooLarge(String message) {
            super(message, null);
        }

        @Override
        public boolean mayPass() {
            return false;
        }
    }

    /** The bytes that arrived, here or there, are not those that were sent. */
    public static final class Mismatch extends FilesException {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message, null);
        }

        @Override
        public boolean mayPass() {
            return false;
        }
    }

    /** The file was replaced while its download was being resumed: the next one begins anew. */
    public static final class Changed extends FilesException {
        private static final long serialVersionUID = 1L;

        Changed(String message) {
            super(message, null);
        }

        @Override
        public boolean mayPass() {
            return true;
        }
    }
}
