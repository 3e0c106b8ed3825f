package dev.usher.services.files;

import dev.usher.Listener;

import java.util.function.Consumer;

/**
 * File transfer as the course's programs do it: one command for each connection, and each side
 * waits for the other's step before it makes its own. The protocol has neither lengths nor ends of
 * its texts, so pauses tell the steps apart; it is for talking with such programs, not for new
 * ones.
 */
public final class Lockstep {
    private final FileStore store;

    /** A file transfer with these files, which stay the caller's. */
    public Lockstep(FileStore store) {
        this.store = store;
    }

    /** This listener with the file transfer on it. */
    public Listener on(Listener listener) {
        return on(listener, new LockstepConsole(line -> {}));
    }

    /**
     * This listener with the file transfer on it, telling what happens.
     *
     * @param console takes whole lines, without their ends, from many threads; has a line before
     *     the client has the step that it is about
     */
    public Listener on(Listener listener, Consumer<String> console) {
        var telling = new LockstepConsole(console);
        return on(listener.events(telling), telling);
    }

    private Listener on(Listener listener, LockstepConsole console) {
        return listener.handlers(_ -> new LockstepHandler(store, console));
    }
}
