package dev.usher.services.echo;

import dev.usher.Listener;
import dev.usher.protocol.Lines;

/**
 * Sends every line back, byte for byte. Knows no commands: {@code quit} is a line like any other.
 */
public final class Echo {

    /** An echo; it keeps nothing, so one can serve many listeners. */
    public Echo() {}

    /** This listener with echo on it. */
    public Listener on(Listener listener) {
        return listener.answer(Lines.bytes(), line -> line);
    }
}
