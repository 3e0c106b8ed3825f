package dev.usher.services.files.client;

import dev.usher.client.CallException;
import dev.usher.client.TlsMismatchException;

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

    private final boolean mayPass;

    private FilesException(String message, boolean mayPass, @Nullable Throwable cause) {
        super(message, cause);
        this.mayPass = mayPass;
    }

    /** What became of a call, in the words of this package. */
    static FilesException of(CallException failed) {
        var words = String.valueOf(failed.getMessage());
        return switch (failed) {
            case CallException.Unreachable no ->
                    new Unreachable(
                            words, !(no.getCause() instanceof TlsMismatchException), failed);
            case CallException.Busy busy -> new Busy(words, busy.retryAfter(), failed);
            case CallException.Lost _, CallException.Late _ ->
                    new Lost(words, failed.mayHaveBeenDone(), failed);
            case CallException.Rejected no -> new Refused(no.code(), no.words());
            case CallException.Malformed _ -> new Malformed(words, failed);
            case CallException.Closed _ -> new Closed(words, failed);
        };
    }

    /**
     * Whether the same may go well another time, over another connection, with no one's doing. It
     * may if the server has no place, breaks off or says so, and if it cannot be connected to but
     * could be before; else there may be no such server.
     */
    public boolean mayPass() {
        return mayPass;
    }

    /** Whether the server may have done what it was asked, although it did not say so. */
    boolean mayHaveBeenDone() {
        return false;
    }

    /** No connection came about. */
    public static final class Unreachable extends FilesException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, boolean mayPass, Throwable cause) {
            super(message, mayPass, cause);
        }
    }

    /** The connection is gone, or the server silent for too long. A transfer can be resumed. */
    public static final class Lost extends FilesException {
        private static final long serialVersionUID = 1L;

        private final boolean mayHaveBeenDone;

        Lost(String message, boolean mayHaveBeenDone, Throwable cause) {
            super(message, true, cause);
            this.mayHaveBeenDone = mayHaveBeenDone;
        }

        @Override
        boolean mayHaveBeenDone() {
            return mayHaveBeenDone;
        }
    }

    /** The server has no place now, or is stopping. Nothing of what was asked has been done. */
    public static final class Busy extends FilesException {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        Busy(String message, Duration retryAfter, Throwable cause) {
            super(message, true, cause);
            this.retryAfter = retryAfter;
        }

        /** When the server advises to come back. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The server says no to this request: {@code ERROR code message}. */
    public static final class Refused extends FilesException {
        private static final long serialVersionUID = 1L;

        private static final Set<String> PASSING = Set.of("busy", "digesting", "late", "cut-short");

        private final String code;

        Refused(String code, String message) {
            super(message, PASSING.contains(code), null);
            this.code = code;
        }

        /** The code, such as {@code not-found}. */
        public String code() {
            return code;
        }

        @Override
        boolean mayHaveBeenDone() {
            return code.equals("late");
        }
    }

    /**
     * Whether it was done is not known, and it must not be done twice; the cause says why. Ask the
     * server how it is now.
     */
    public static final class Unknown extends FilesException {
        private static final long serialVersionUID = 1L;

        Unknown(FilesException cause) {
            super(cause.getMessage() + "; whether it was done is not known", false, cause);
        }
    }

    /** What the server sends is not the protocol, or more than a client puts up with. */
    public static final class Malformed extends FilesException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, false, null);
        }

        Malformed(String message, Throwable cause) {
            super(message, false, cause);
        }
    }

    /**
     * It was tried until {@linkplain TransferLimits#patience patience} was over; the cause is what
     * went wrong the last time.
     */
    public static final class GaveUp extends FilesException {
        private static final long serialVersionUID = 1L;

        GaveUp(String message, FilesException cause) {
            super(message, true, cause);
        }
    }

    /** The client was closed. */
    public static final class Closed extends FilesException {
        private static final long serialVersionUID = 1L;

        Closed(String message, Throwable cause) {
            super(message, false, cause);
        }
    }

    /** The file has more bytes than the {@link TransferLimits} allow. Nothing of it is here. */
    public static final class TooLarge extends FilesException {
        private static final long serialVersionUID = 1L;

        TooLarge(String message) {
            super(message, false, null);
        }
    }

    /** The bytes that arrived, here or there, are not those that were sent. */
    public static final class Mismatch extends FilesException {
        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(message, false, null);
        }
    }

    /** The file was replaced while its download was being resumed: the next one begins anew. */
    public static final class Changed extends FilesException {
        private static final long serialVersionUID = 1L;

        Changed(String message) {
            super(message, true, null);
        }
    }
}
