package dev.usher.cli.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a file in HOCON into its keys and values, each with the line on which it stands. Used by
 * one thread.
 */
final class HoconReader {
    /** How the parser names a place; of several that were merged, the first. */
    private static final Pattern PLACE = Pattern.compile("(?:merge of )?(.+?): (\\d+).*");

    /** How many files one may include, with those that they include. */
    static final int MOST_FILES = 64;

    private final Map<String, String> environment;
    private int included;

    HoconReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * What it says, in the order of its lines.
     *
     * @throws BrokenFileException if it cannot be read or understood
     */
    Map<String, SettingsFile.Entry> read(Path file) throws BrokenFileException {
        var parsed = parse(file, 0);
        try {
            var entries = new LinkedHashMap<String, SettingsFile.Entry>();
            var resolved =
                    parsed.resolve(
                            ConfigResolveOptions.noSystem().appendResolver(new Environment()));
            collect("", resolved.root(), lines(parsed.root()), file, entries);
            return entries;
        } catch (ConfigException unresolvable) {
            throw unresolvable(file, unresolvable);
        }
    }

    /** Counts one more file that is included, if it may be. */
    boolean mayReadAnother() {
        return ++included <= MOST_FILES;
    }

    /**
     * One file, with those it includes, as it is written.
     *
     * @param depth in how many others it is included
     * @throws BrokenFileException if it, or one that it includes, cannot be read or understood
     */
    Config parse(Path file, int depth) throws BrokenFileException {
        var text = FileText.of(file);
        var punctuation = Punctuation.in(file, text);
        if (!punctuation.isEmpty()) {
            throw new BrokenFileException(punctuation);
        }
        var includes = new Includes(this, file, text, depth);
        try {
            var parsed =
                    ConfigFactory.parseString(
                            text,
                            ConfigParseOptions.defaults()
                                    .setSyntax(ConfigSyntax.CONF)
                                    .setOriginDescription(file.toString())
                                    .setIncluder(includes));
            if (!includes.problems().isEmpty()) {
                throw new BrokenFileException(includes.problems());
            }
            var doubled = Doubled.in(file, text, parsed);
            if (!doubled.isEmpty()) {
                throw new BrokenFileException(doubled);
            }
            return parsed;
        } catch (ConfigException syntax) {
            throw Misspelling.in(file.toString(), text, syntax);
        } catch (StackOverflowError deep) {
            throw new BrokenFileException(
                    file.toString(),
                    0,
                    "braces or brackets are nested too deeply; settings need three");
        }
    }

    /** What is taken from elsewhere may stand in any of the files. */
    private static BrokenFileException unresolvable(Path file, ConfigException wrong) {
        var place = PLACE.matcher(wrong.origin() == null ? "" : wrong.origin().description());
        return place.matches()
                ? new BrokenFileException(
                        place.group(1),
                        Integer.parseInt(place.group(2)),
                        Misspelling.sentence(wrong))
                : new BrokenFileException(file.toString(), 0, Misspelling.sentence(wrong));
    }

    /** Where each key stands; once resolved, what is taken from elsewhere stands there. */
    private static Map<String, ConfigOrigin> lines(ConfigObject root) {
        var lines = new LinkedHashMap<String, ConfigOrigin>();
        lines("", root, lines);
        return lines;
    }

    private static void lines(String prefix, ConfigObject object, Map<String, ConfigOrigin> lines) {
        try {
            for (var member : object.entrySet()) {
                var key = prefix + ConfigUtil.quoteString(member.getKey());
                lines.put(key, member.getValue().origin());
                if (member.getValue() instanceof ConfigObject below) {
                    lines(key + ".", below, lines);
                }
            }
        } catch (ConfigException.NotResolved takenFromElsewhere) {
            // Then its members' own places are as good as any.
        }
    }

    private static void collect(
            String prefix,
            ConfigObject object,
            Map<String, ConfigOrigin> lines,
            Path file,
            Map<String, SettingsFile.Entry> entries) {
        object.entrySet().stream()
                .sorted(Comparator.comparingInt(member -> member.getValue().origin().lineNumber()))
                .forEach(member -> {
                    var quoted = ConfigUtil.quoteString(member.getKey());
                    var key = prefix + member.getKey();
                    if (member.getValue() instanceof ConfigObject below) {
                        collect(key + ".", below, lines, file, entries);
                    } else {
                        var place = lines.get(prefix + quoted);
                        entries.put(
                                key,
                                entry(
                                        object.toConfig(),
                                        quoted,
                                        member.getValue(),
                                        origin(
                                                place == null ? member.getValue().origin() : place,
                                                file)));
                    }
                });
    }

    private static SettingsFile.Entry entry(
            Config parent, String quoted, ConfigValue value, Origin origin) {
        return switch (value.valueType()) {
            case LIST -> new SettingsFile.Entry(null, "a list", origin);
            case NULL -> new SettingsFile.Entry("", "null", origin);
            default -> new SettingsFile.Entry(parent.getString(quoted), "", origin);
        };
    }

    private static Origin origin(ConfigOrigin origin, Path file) {
        var place = PLACE.matcher(origin.description());
        return place.matches()
                ? new Origin.InFile(place.group(1), Integer.parseInt(place.group(2)))
                : new Origin.InFile(file.toString(), 0);
    }

    /** Looks up what a file takes from the environment. */
    private final class Environment implements ConfigResolver {
        @Override
        public @Nullable ConfigValue lookup(String path) {
            var text = environment.get(path);
            return text == null
                    ? null
                    : ConfigValueFactory.fromAnyRef(text, "environment variable " + path);
        }

        @Override
        public ConfigResolver withFallback(ConfigResolver fallback) {
            return this;
        }
    }
}
