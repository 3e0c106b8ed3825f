package dev.usher.commands;

import java.util.List;

/**
 * A line with one request in it.
 *
 * @param dialect how it is answered
 * @param intent what it asks for
 */
record Single<R>(Dialect dialect, Intent<R> intent) implements Request<R> {
    @Override
    public List<R> commands() {
        return intent instanceof Intent.Run<R>(R command) ? List.of(command) : List.of();
    }
}
