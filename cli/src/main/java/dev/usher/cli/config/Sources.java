package dev.usher.cli.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where values come from: options before the environment, before a file, before the default.
 * Whoever asks for values learns at the end what was wrong with any. Used by one thread.
 */
public final class Sources {
    private static final Pattern OF_A_LISTENER = Pattern.compile("USHER_(ALL_)?LISTENERS?_");

    private final Map<String, String> options;
    private final Map<String, String> environment;
    private final SettingsFile file;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<Problem> problems;
    private final List<Line> lines = new ArrayList<>();
    private final Set<Hidden> hidden = new LinkedHashSet<>();

    /** Under which key a value was given, by the one that it was asked for first. */
    private final Map<String, String> givenAs = new HashMap<>();

    /** A text that somebody gave for this key, to be read in this way. */
    private record Given<T>(String key, SettingsFile.Entry entry, Kind<T> kind) {}

    /**
     * These.
     *
     * @param options what was given on the command line, by the options' names
     * @param environment all variables
     */
    public Sources(
            Map<String, String> options, Map<String, String> environment, SettingsFile file) {
        this.options = options;
        this.environment = environment;
        this.file = file;
        problems = new LinkedHashSet<>(file.problems());
    }

    /** What the file says. */
    public SettingsFile file() {
        return file;
    }

    /**
     * The value of a setting.
     *
     * @param prefixes where it may stand, the strongest first
     * @param usual what it is if nobody says anything, or nothing good
     */
    public <T> T choose(Setting<T> setting, List<String> prefixes, T usual) {
        var keys = prefixes.stream().map(prefix -> prefix + setting.key()).toList();
        asked.addAll(keys);
        var said = inFile(setting, keys);
        var stronger = stronger(setting, keys);
        var given = stronger == null ? said : stronger;
        var value = given == null ? usual : read(given, usual);
        if (given != null) {
            givenAs.put(keys.getFirst(), given.key);
        }
        if (stronger != null && said != null) {
            hide(said, setting.kind().write(value), stronger.entry.origin());
        }
        lines.add(
                new Line(
                        keys.getFirst(),
                        setting,
                        setting.kind().write(value),
                        given == null ? Origin.DEFAULT : given.entry.origin()));
        return value;
    }

    /** What an option or a variable says. */
    private <T> @Nullable Given<T> stronger(Setting<T> setting, List<String> keys) {
        var option = setting.option();
        if (option != null && options.containsKey(option.name())) {
            return new Given<>(
                    keys.getFirst(),
                    entry(options, option.name(), new Origin.OfOption(option.name())),
                    option.kind());
        }
        for (var key : keys) {
            var variable = Setting.variable(key);
            if (environment.containsKey(variable)) {
                return new Given<>(
                        key,
                        entry(environment, variable, new Origin.Variable(variable)),
                        setting.kind());
            }
        }
        return null;
    }

    private <T> @Nullable Given<T> inFile(Setting<T> setting, List<String> keys) {
        for (var key : keys) {
            var entry = file.entries().get(key);
            if (entry != null) {
                return new Given<>(key, entry, setting.kind());
            }
        }
        return null;
    }

    /** Unless the file says what holds anyway. */
    private void hide(Given<?> said, String holds, Origin by) {
        var text = said.entry.text();
        if (text != null && !text.equals(holds)) {
            var kind = said.kind;
            hidden.add(
                    new Hidden(said.key, kind.quoted(kind.shown(text)), said.entry.origin(), by));
        }
    }

    private static SettingsFile.Entry entry(Map<String, String> texts, String name, Origin origin) {
        return new SettingsFile.Entry(texts.get(name), "", origin);
    }

    private <T> T read(Given<T> given, T usual) {
        var entry = given.entry;
        try {
            if (entry.text() != null) {
                return given.kind.read(entry.text());
            }
        } catch (IllegalArgumentException wrong) {
            if (entry.instead().isEmpty()) {
                complain(entry.origin(), given.key, String.valueOf(wrong.getMessage()));
                return usual;
            }
        }
        complain(entry.origin(), given.key, entry.instead() + " is not " + given.kind.allowed());
        return usual;
    }

    /** Remembers that something is wrong. */
    public void complain(Origin origin, String key, String sentence) {
        problems.add(new Problem(origin, key + ": " + sentence));
    }

    /**
     * Remembers that the value of this setting is wrong; if many settings have it from one place,
     * it is told once.
     */
    public void complainOf(String key, String sentence) {
        complain(origin(key), givenAs.getOrDefault(key, key), sentence);
    }

    /** Where the value of this key comes from, among those that were asked for. */
    public Origin origin(String key) {
        return lines.stream()
                .filter(line -> line.key().equals(key))
                .map(Line::origin)
                .findFirst()
                .orElse(Origin.DEFAULT);
    }

    /** What the file says to no effect. */
    public List<Hidden> hidden() {
        return List.copyOf(hidden);
    }

    /** All that were asked for, in that order. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** All that is wrong, with what the file says and nobody has asked for; ask last. */
    public List<Problem> problems() {
        var all = new LinkedHashSet<>(problems);
        file.entries()
                .forEach((key, entry) -> {
                    if (!asked.contains(key)) {
                        all.add(new Problem(entry.origin(), unknown(key)));
                    }
                });
        return all.stream().sorted(Problem.IN_ORDER).toList();
    }

    private String unknown(String key) {
        for (var known : asked) {
            if (known.startsWith(key + ".")) {
                return "%s: is a section, not a setting; write %s { ... }".formatted(key, key);
            }
            if (key.startsWith(known + ".")) {
                // The rest of the key may be a part of a value, such as a URL with a password.
                return "%s: is a setting, not a section; write %s = ...".formatted(known, known);
            }
        }
        var nearest = Nearest.of(key, asked);
        return "%s: there is no such setting; %s"
                .formatted(
                        key,
                        nearest == null
                                ? "'usher config init' writes a file with all there are"
                                : "did you mean " + nearest + "?");
    }

    /** Variables that look like a setting's but for a letter or two, or the section's name. */
    public List<String> misspelt() {
        var variables = asked.stream().map(Setting::variable).toList();
        return environment.keySet().stream()
                .filter(name -> name.startsWith("USHER_") && !variables.contains(name))
                .sorted()
                .<String>mapMulti((name, out) -> {
                    var nearest =
                            variables.stream()
                                    .filter(known -> isMeant(name, known))
                                    .min(
                                            Comparator.comparingInt(
                                                    known -> Nearest.distance(name, known)));
                    if (nearest.isPresent()) {
                        out.accept(
                                "%s in the environment is no setting; did you mean %s?"
                                        .formatted(name, nearest.get()));
                    } else if (OF_A_LISTENER.matcher(name).lookingAt()) {
                        out.accept(
                                "%s in the environment is no setting of any listener; one of your own"
                                                .formatted(name)
                                        + " begins in a file: listeners.NAME { service = ..., port"
                                        + " = ... }");
                    }
                })
                .toList();
    }

    /** The section may be left out only of a name of two words: many programs mean USHER_PORT. */
    private static boolean isMeant(String name, String variable) {
        var key = name.substring("USHER_".length());
        return Nearest.distance(name, variable) <= 2
                || (key.contains("_") && variable.endsWith("_" + key));
    }
}
