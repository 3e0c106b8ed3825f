/** The ready services. Each is a class with methods that a listener is given to. */
module dev.usher.services {
    requires static org.jspecify;
    requires transitive dev.usher;
    requires dev.usher.commands;
    requires tools.jackson.core;
    requires transitive tools.jackson.databind; // values of rows, results of commands

    exports dev.usher.services.calculator;
    exports dev.usher.services.checkin;
    exports dev.usher.services.counter;
    exports dev.usher.services.database;
    exports dev.usher.services.database.client;
    exports dev.usher.services.echo;
    exports dev.usher.services.files;
    exports dev.usher.services.files.client;
    exports dev.usher.services.telemetry;
    exports dev.usher.services.telemetry.client;
    exports dev.usher.services.text;

    // Commands are made from what clients send.
    opens dev.usher.services.calculator to
            dev.usher.commands;
    opens dev.usher.services.checkin to
            dev.usher.commands;
    opens dev.usher.services.counter to
            dev.usher.commands;
    opens dev.usher.services.database to
            dev.usher.commands;
    opens dev.usher.services.files to
            dev.usher.commands;
    opens dev.usher.services.telemetry to
            dev.usher.commands,
            tools.jackson.databind;
}
