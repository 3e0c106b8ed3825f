package dev.usher.cli.settings;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Map;

/** The option that names the file of a server's settings. */
public final class ConfigFile {
    /** Where {@code config init} writes one, and {@code config check} looks for it. */
    static final String USUAL = "usher.conf";

    private static final String VARIABLE = "USHER_CONFIG";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A file with settings, which are weaker than options and the environment"
                            + " (none); 'usher config init' writes one.")
    private @Nullable Path file;

    /** Reads that file, what else this command was given, and the environment. */
    public ConfigurationReader reader(CommandSpec command) {
        Map<String, String> environment = System.getenv();
        var named = environment.get(VARIABLE);
        return new ConfigurationReader(
                SettingOptions.given(command),
                environment,
                file != null || named == null || named.isEmpty() ? file : Path.of(named));
    }
}
