package dev.usher.cli.settings;

import dev.usher.cli.config.Declaration;
import dev.usher.cli.config.Section;
import dev.usher.cli.config.Setting.Option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The settings that are options: how they become those of a command, and which were given. */
public final class SettingOptions {
    /** In the help: behind what is said without a place. */
    private static final int PLACE = 1;

    private SettingOptions() {}

    /** Gives a command these options. */
    public static void addTo(CommandSpec command) {
        for (var declaration : declarations()) {
            var option = declaration.setting().option();
            if (option != null) {
                command.addOption(
                        OptionSpec.builder(option.name())
                                .paramLabel(option.label())
                                .type(String.class)
                                .converters(text -> checked(option, text))
                                .description(description(declaration))
                                .order(PLACE)
                                .build());
            }
        }
    }

    private static List<Declaration> declarations() {
        return Stream.concat(
                        ListenerSections.LISTENER.declarations().stream(),
                        Settings.SINGLE.stream().map(Section::declarations).flatMap(List::stream))
                .toList();
    }

    private static String checked(Option<?> option, String text) {
        try {
            option.kind().read(text);
            return text;
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }

    private static String description(Declaration declaration) {
        var usual = declaration.usualOfOption();
        return declaration.setting().description() + (usual.isEmpty() ? "." : " (" + usual + ").");
    }

    /** What was given on the command line, by the options' names. */
    public static Map<String, String> given(CommandSpec command) {
        var given = new LinkedHashMap<String, String>();
        var parsed = command.commandLine().getParseResult();
        for (var declaration : declarations()) {
            var option = declaration.setting().option();
            if (option != null && parsed.hasMatchedOption(option.name())) {
                given.put(option.name(), parsed.matchedOptionValue(option.name(), ""));
            }
        }
        return given;
    }
}
