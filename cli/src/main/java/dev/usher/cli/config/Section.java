package dev.usher.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Settings that together make one immutable value. Immutable itself.
 *
 * @param <V> that value
 * @param key its name in a file, empty for what stands outside of any section
 * @param description what it is about, as sentences
 * @param usual the value of which nothing else is said; the settings' defaults are in it
 * @param parts the settings, in the order in which people read them
 */
public record Section<V>(String key, String description, V usual, List<Part<V, ?>> parts) {

    /**
     * A setting and its place in the value.
     *
     * @param <V> the value
     * @param <T> what is set
     * @param get takes it from the value
     * @param with makes a changed value
     */
    public record Part<V, T>(Setting<T> setting, Function<V, T> get, BiFunction<V, T, V> with) {
        V resolve(Sources sources, List<String> prefixes, V value) {
            return with.apply(value, sources.choose(setting, prefixes, get.apply(value)));
        }

        /** The same part of a larger value, which has this one. */
        <W> Part<W, T> within(Function<W, V> outer, BiFunction<W, V, W> replaced) {
            return new Part<>(
                    setting,
                    larger -> get.apply(outer.apply(larger)),
                    (larger, value) ->
                            replaced.apply(larger, with.apply(outer.apply(larger), value)));
        }

        private Declaration declaration(String prefix, V value) {
            var usual = get.apply(value);
            var option = setting.option();
            return new Declaration(
                    prefix + setting.key(),
                    setting,
                    setting.kind().write(usual),
                    option == null ? "" : option.kind().write(usual));
        }
    }

    /** Copies the parts. */
    public Section {
        parts = List.copyOf(parts);
    }

    /** A section without settings. */
    public static <V> Section<V> of(String key, String description, V usual) {
        return new Section<>(key, description, usual, List.of());
    }

    /** This section with one more setting. */
    public <T> Section<V> with(Setting<T> setting, Function<V, T> get, BiFunction<V, T, V> with) {
        var more = new ArrayList<>(parts);
        more.add(new Part<>(setting, get, with));
        return new Section<>(key, description, usual, more);
    }

    /**
     * This section with all settings of another one.
     *
     * @param get takes the value of that one from the value of this one
     * @param replaced makes a changed value of this one
     */
    public <W> Section<V> within(
            Section<W> another, Function<V, W> get, BiFunction<V, W, V> replaced) {
        var more = new ArrayList<>(parts);
        another.parts.forEach(part -> more.add(part.within(get, replaced)));
        return new Section<>(key, description, usual, more);
    }

    /** What stands before its settings' keys. */
    public String prefix() {
        return key.isEmpty() ? "" : key + ".";
    }

    /** Its settings, with their defaults. */
    public List<Declaration> declarations() {
        return declarations(prefix(), usual);
    }

    /** Its settings behind another prefix, and with the defaults that are in this value. */
    public List<Declaration> declarations(String prefix, V otherwise) {
        return parts.stream().map(part -> part.declaration(prefix, otherwise)).toList();
    }

    /** The value that the sources say. */
    public V resolve(Sources sources) {
        return resolve(sources, List.of(prefix()), usual);
    }

    /**
     * The value that the sources say.
     *
     * @param prefixes where its settings may stand, the strongest first
     * @param otherwise the value of which nothing else is said
     */
    public V resolve(Sources sources, List<String> prefixes, V otherwise) {
        var value = otherwise;
        for (var part : parts) {
            value = part.resolve(sources, prefixes, value);
        }
        return value;
    }
}
