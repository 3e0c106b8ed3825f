package dev.usher.commands;

import java.util.List;

/**
 * One line that a client sent: a command in text, or one or several over JSON-RPC. Filters see it
 * on its way to the service.
 *
 * @param <R> the service's commands
 */
public sealed interface Request<R> permits Blank, Single, Batch {

    /** The commands in it; none if it asks for something else, or cannot be understood. */
    List<R> commands();

    /** Whether all that it asks for can be understood, and none of it is refused as it stands. */
    boolean isUnderstood();
}
