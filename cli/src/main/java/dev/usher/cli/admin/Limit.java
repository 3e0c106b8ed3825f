package dev.usher.cli.admin;

import dev.usher.Limits;
import dev.usher.cli.arguments.Version;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** The command {@code usher limit}: changes what a listener may take. */
@Command(
        name = "limit",
        description = {
            "Changes the limits of a listener of a running server, until it stops.",
            "Nobody inside is thrown out; if there is more room than before, waiting clients start."
        },
        footer = {
            "  usher limit calculator running=50",
            "  usher limit files running=20 waiting=500 patience=120"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Limit implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Mixin private AdminAddress address;

    @Parameters(
            index = "0",
            paramLabel = "LISTENER",
            description = "Its name, as in 'usher status'.")
    private String listener;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME=N",
            description =
                    "running=N and waiting=N clients, per-address=N of them, patience=N seconds.")
    private List<String> limits;

    @Override
    public Integer call() throws IOException {
        check();
        var changed =
                address.link()
                        .answer(
                                "limit %s %s".formatted(listener, String.join(" ", limits)),
                                AdminReport.OfListener.class);
        command.commandLine()
                .getOut()
                .printf(
                        "%s: running %d/%d, waiting %d/%d%n",
                        changed.name(),
                        changed.running(),
                        changed.runningLimit(),
                        changed.waiting(),
                        changed.waitingLimit());
        return ExitCode.OK;
    }

    private void check() {
        try {
            LiveLimit.changed(Limits.defaults(), limits);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
        }
    }
}
