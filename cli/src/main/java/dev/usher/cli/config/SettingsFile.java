package dev.usher.cli.config;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a file says, before anybody has asked what it means. Immutable.
 *
 * @param entries by their whole keys, in the file's order
 * @param problems what is wrong with the file itself; if there is any, there are no entries
 */
public record SettingsFile(Map<String, Entry> entries, List<Problem> problems) {

    /**
     * What a file says of a key.
     *
     * @param text its value; nothing for HOCON's null; {@code null} if no setting may have it
     * @param instead what it is then: {@code a list}
     * @param origin the line
     */
    public record Entry(@Nullable String text, String instead, Origin origin) {}

    /** Nothing at all. */
    public static SettingsFile none() {
        return new SettingsFile(Map.of(), List.of());
    }

    /**
     * Reads a file in HOCON, and those it includes.
     *
     * @param environment for what the file takes from there, by <code>${NAME}</code>
     */
    public static SettingsFile read(Path file, Map<String, String> environment) {
        try {
            return new SettingsFile(new HoconReader(environment).read(file), List.of());
        } catch (BrokenFileException broken) {
            return new SettingsFile(Map.of(), broken.problems());
        }
    }

    /** The names that stand directly below this key. */
    public Set<String> below(String key) {
        return entries.keySet().stream()
                .filter(whole -> whole.startsWith(key + "."))
                .map(whole -> whole.substring(key.length() + 1))
                .filter(rest -> rest.contains("."))
                .map(rest -> rest.substring(0, rest.indexOf('.')))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Where the first thing below this key is said. */
    public Origin origin(String key) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(key + "."))
                .map(entry -> entry.getValue().origin())
                .findFirst()
                .orElse(Origin.DEFAULT);
    }
}
