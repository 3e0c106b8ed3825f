package dev.usher.cli.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.cli.arguments.Version;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;

/** The command {@code usher config init}: writes a file with all settings as comments. */
@Command(
        name = "init",
        description =
                "Writes a file with all settings and their defaults, each as a comment: take the #"
                        + " away from what you change.",
        footer = {"  usher config init", "  usher config init /etc/usher.conf --force"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ConfigInit implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = ConfigFile.USUAL,
            description = "The file (usher.conf).")
    private Path file;

    @Option(names = "--force", description = "Write over a file that is there.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        try {
            Files.writeString(
                    file,
                    SettingsTemplate.text(),
                    UTF_8,
                    force
                            ? new OpenOption[] {
                                StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING
                            }
                            : new OpenOption[] {StandardOpenOption.CREATE_NEW});
        } catch (FileAlreadyExistsException there) {
            throw new IOException(
                    Files.isDirectory(file)
                            ? "%s is a folder; name a file, such as %s"
                                    .formatted(file, file.resolve(ConfigFile.USUAL))
                            : file + " is there already; --force writes over it",
                    there);
        } catch (NoSuchFileException nowhere) {
            throw new IOException(file + ": there is no such folder", nowhere);
        } catch (IOException refused) {
            throw new IOException(file + " cannot be written: " + refused.getMessage(), refused);
        }
        command.commandLine()
                .getOut()
                .printf("%s is written; next: usher serve --config %s%n", file, file);
        return ExitCode.OK;
    }
}
