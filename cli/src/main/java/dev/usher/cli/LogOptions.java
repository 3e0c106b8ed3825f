package dev.usher.cli;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How and how much a server logs, in its arguments. */
final class LogOptions {
    @Option(
            names = "--log",
            paramLabel = "FORMAT",
            converter = FormatName.class,
            description =
                    "The form of what is logged: text, or json for an object in each line (text).")
    private LogSettings.@Nullable Format format;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            converter = LevelName.class,
            description =
                    "What is logged: error, warn, info (each client that left) or debug (all)"
                            + " (warn, with --log json info, with -v debug).")
    private @Nullable Level level;

    /**
     * What these options ask for; who wants to see each client sees all unless a level is named.
     */
    LogSettings settings(boolean verbose) {
        var settings = LogSettings.in(format == null ? LogSettings.Format.TEXT : format);
        if (level != null) {
            return settings.level(level);
        }
        return verbose ? settings.level(Level.DEBUG) : settings;
    }

    /** One of these, by its name in small letters. */
    private static <T extends Enum<T>> T named(String text, List<T> those) {
        for (var one : those) {
            if (word(one).equals(text)) {
                return one;
            }
        }
        var words = those.stream().map(LogOptions::word).collect(Collectors.joining(", "));
        throw new TypeConversionException("'%s' is none of %s".formatted(text, words));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static final class FormatName implements ITypeConverter<LogSettings.Format> {
        @Override
        public LogSettings.Format convert(String text) {
            return named(text, Arrays.asList(LogSettings.Format.values()));
        }
    }

    static final class LevelName implements ITypeConverter<Level> {
        @Override
        public Level convert(String text) {
            return named(text, List.of(Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG));
        }
    }
}
