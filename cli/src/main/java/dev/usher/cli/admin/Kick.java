package dev.usher.cli.admin;

import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.Version;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/** The command {@code usher kick}: cuts a client off. */
@Command(
        name = "kick",
        description = "Cuts a client of a running server off; its place is free at once.",
        footer = {"  usher kick 42", "  usher kick 42 --data /var/lib/usher"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Kick implements Callable<Integer> {
    @Mixin private AdminAddress address;

    @Parameters(
            paramLabel = "CLIENT",
            converter = Quantity.Client.class,
            description = "The number that 'usher status LISTENER' shows.")
    private long client;

    @Override
    public Integer call() throws IOException {
        address.link().ask("kick " + client);
        return ExitCode.OK;
    }
}
