package dev.usher.cli.course;

import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.Version;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The command {@code usher lockstep}: {@code serve files}, with the arguments of the course's. */
@Command(
        name = "lockstep",
        description = "Serves files as the course's file server: usher serve files in short.",
        footer = {"  usher lockstep 12008 3", "  usher lockstep 12008 3 --data files -v"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class LockstepServer implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "PORT",
            converter = Quantity.Port.class,
            description = "The port to listen on.")
    private int port;

    @Parameters(
            index = "1",
            paramLabel = "MAXCLIENTS",
            converter = Quantity.Running.class,
            description = "Clients served at once; the others wait.")
    private int maxClients;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The folder that has the files in its folder files (./data).")
    private String data;

    @Option(names = "-v", description = "Show what the course's server prints, and more.")
    private boolean verbose;

    @Override
    public Integer call() {
        var arguments =
                new ArrayList<>(
                        List.of("serve", "files", "--protocol", "lockstep", "--port", "" + port));
        arguments.addAll(List.of("--port-advice", "choose another PORT"));
        arguments.addAll(List.of("--max-clients", "" + maxClients, "--data", data));
        if (verbose) {
            arguments.add("-v");
        }
        return command.parent().commandLine().execute(arguments.toArray(String[]::new));
    }
}
