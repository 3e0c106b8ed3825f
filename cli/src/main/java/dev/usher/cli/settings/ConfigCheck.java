package dev.usher.cli.settings;

import dev.usher.cli.arguments.Version;
import dev.usher.cli.terminal.Words;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** The command {@code usher config check}: says all that is wrong with a file. */
@Command(
        name = "check",
        description =
                "Says all that is wrong with a file and with the environment; exit code 1 if there"
                        + " is anything.",
        footer = {"  usher config check", "  usher config check /etc/usher.conf"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ConfigCheck implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = ConfigFile.USUAL,
            description = "The file (usher.conf).")
    private Path file;

    @Override
    public Integer call() throws IOException {
        var configuration =
                new ConfigurationReader(Map.of(), System.getenv(), file).read(Configuration::open);
        var err = command.commandLine().getErr();
        configuration.remarks().forEach(err::println);
        command.commandLine()
                .getOut()
                .printf(
                        "%s: good; opens %s%n",
                        file, Words.count(configuration.open().size(), "listener"));
        return ExitCode.OK;
    }
}
