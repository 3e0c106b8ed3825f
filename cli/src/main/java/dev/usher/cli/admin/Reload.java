package dev.usher.cli.admin;

import dev.usher.cli.arguments.Version;
import dev.usher.cli.settings.Reloading;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.concurrent.Callable;

/** The command {@code usher reload}: lets a running server read its configuration again. */
@Command(
        name = "reload",
        description = {
            "Lets a running server read its configuration again, as SIGHUP does.",
            "It applies what can change while it runs, and says what needs a restart. If anything"
                    + " is wrong, nothing is changed."
        },
        footer = {"  usher reload", "  usher reload --data /var/lib/usher"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Reload implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Mixin private AdminAddress address;

    @Override
    public Integer call() throws IOException {
        var report = AdminDesk.JSON.readValue(address.link().ask("reload"), Reloading.Report.class);
        boolean done = report.problems().isEmpty();
        var line = command.commandLine();
        report.lines().forEach((done ? line.getOut() : line.getErr())::println);
        return done ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
