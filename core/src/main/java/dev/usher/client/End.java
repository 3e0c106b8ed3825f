package dev.usher.client;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** How a connection ended, and what that means for the requests that had no answer. */
sealed interface End {

    /**
     * As a failure of one request.
     *
     * @param written whether the server may have it
     */
    CallException failure(boolean written);

    /** It is gone. */
    record Lost(String message, @Nullable Throwable cause) implements End {
        @Override
        public CallException failure(boolean written) {
            return new CallException.Lost(message, written, cause);
        }
    }

    /** It was never one that requests can be made over. */
    record Unusable(String message, Throwable cause) implements End {
        @Override
        public CallException failure(boolean written) {
            return new CallException.Unreachable(message, cause);
        }
    }

    /** The server has no place for it: nothing that it had not answered was done. */
    record Busy(String message, Duration retryAfter) implements End {
        @Override
        public CallException failure(boolean written) {
            return new CallException.Busy(message, retryAfter);
        }
    }

    /** What arrived is not the protocol. */
    record Malformed(String message, Throwable cause) implements End {
        @Override
        public CallException failure(boolean written) {
            return new CallException.Malformed(message, written, cause);
        }
    }

    /** The client was closed. */
    record Closed() implements End {
        @Override
        public CallException failure(boolean written) {
            return new CallException.Closed(written);
        }
    }
}
