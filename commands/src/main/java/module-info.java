/** Declares a service's commands once: text grammar, JSON-RPC 2.0, help and completion follow. */
module dev.usher.commands {
    requires static org.jspecify;
    requires transitive dev.usher;
    requires tools.jackson.databind;

    exports dev.usher.commands;
}
