package dev.usher.commands;

import java.util.List;

/**
 * A line with one request in it.
 *
 * @param dialect how it is answered
 * @param intent what it asks for
 * @param exclusive whether the bytes after it may belong to it
 */
record Single<R>(Dialect dialect, Intent<R> intent, boolean exclusive) implements Request<R> {

    /** A request that is its line and nothing else. */
    Single(Dialect dialect, Intent<R> intent) {
        this(dialect, intent, false);
    }

    @Override
    public List<R> commands() {
        return intent instanceof Intent.Run<R>(R command) ? List.of(command) : List.of();
    }

    @Override
    public boolean isUnderstood() {
        return !(intent instanceof Intent.Refuse);
    }
}
