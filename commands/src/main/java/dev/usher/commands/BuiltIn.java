package dev.usher.commands;

import java.util.Optional;

/** The commands that every service has, declared like those of a service. */
sealed interface BuiltIn {

    @Command("lists the commands, or explains one")
    record Help(Optional<String> command) implements BuiltIn {}

    @Command("says bye and closes the connection")
    record Quit() implements BuiltIn {}
}
