package dev.usher.services.files.client;

import dev.usher.Input;
import dev.usher.Output;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a server is asked. */
sealed interface Request {

    /** The line that asks, without its end. */
    String line();

    /** Whether bytes of it may still be on their way when it has its answer. */
    default boolean mayStillPass() {
        return false;
    }

    /** A line that is answered by one. */
    record Ask(String line) implements Request {}

    /**
     * A download: a line, answered by one that tells what bytes follow it.
     *
     * @param receiver takes them, on a thread of the connection
     */
    record Get(String line, Receiver receiver) implements Request {}

    /** Takes the bytes of a file. */
    @FunctionalInterface
    interface Receiver {
        /** Takes all of these, and nothing behind them. */
        void receive(Answers.Content content, Input input) throws IOException;
    }

    /**
     * An upload: a line, answered by one that tells where the bytes begin that are wanted, if they
     * are; and when those have come, by another one.
     *
     * @param silence how long the first answer may take
     * @param sender gives the bytes, on a thread of the connection
     * @param go where to begin; less than 0 to send nothing
     */
    record Put(String line, Duration silence, Sender sender, CompletableFuture<Long> go)
            implements Request {
        Put(String line, Duration silence, Sender sender) {
            this(line, silence, sender, new CompletableFuture<>());
        }

        /** Not if the server has never said where they are to begin. */
        @Override
        public boolean mayStillPass() {
            return go.getNow(-1L) >= 0;
        }
    }

    /** Gives the bytes of a file. */
    @FunctionalInterface
    interface Sender {
        /** Gives all from there on. */
        void send(long offset, Output output) throws IOException;
    }
}
