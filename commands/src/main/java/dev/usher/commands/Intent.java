package dev.usher.commands;

/**
 * What a client wants.
 *
 * @param <R> the service's commands
 */
sealed interface Intent<R> {

    /** A command of the service. */
    record Run<R>(R command) implements Intent<R> {}

    /** A command that every service has. */
    record Ask<R>(BuiltIn command) implements Intent<R> {}

    /** Nothing that could be done. */
    record Refuse<R>(Problem problem) implements Intent<R> {}
}
