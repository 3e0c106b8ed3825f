package dev.usher.cli.config;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * One thing that can be set: all that is said of it anywhere is said here, but for its default,
 * which is that of the value it belongs to. Immutable.
 *
 * @param <T> its values
 * @param key its name in a file, within its section: {@code max-clients}
 * @param kind what it may be
 * @param description what it means, as a sentence without a full stop
 * @param effect when a changed one holds
 * @param option how it is written on the command line; {@code null} if it is not
 */
public record Setting<T>(
        String key, Kind<T> kind, String description, Effect effect, @Nullable Option<T> option) {

    /** When a changed value holds. */
    public enum Effect {
        /** When the file is read again. */
        AT_ONCE("at once"),

        /** When the file is read again, for clients that come after that. */
        FOR_NEW_CLIENTS("for new clients"),

        /** When the server is started again. */
        AFTER_RESTART("after a restart");

        private final String words;

        Effect(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A setting as an option.
     *
     * @param <T> its values
     * @param name with its dashes
     * @param label what stands for the value in the help: {@code N}
     * @param kind what the value may be: the same as elsewhere, maybe written in another way
     */
    public record Option<T>(String name, String label, Kind<T> kind) {}

    /** A setting that is no option. */
    public static <T> Setting<T> of(String key, Kind<T> kind, String description, Effect effect) {
        return new Setting<>(key, kind, description, effect, null);
    }

    /** This setting, as an option of this name too. */
    public Setting<T> option(String name, String label) {
        return option(name, label, kind);
    }

    /** This setting, as an option too that is written in another way. */
    public Setting<T> option(String name, String label, Kind<T> another) {
        return new Setting<>(key, kind, description, effect, new Option<>(name, label, another));
    }

    /** The variable of the environment for this key: {@code USHER_ALL_LISTENERS_MAX_CLIENTS}. */
    public static String variable(String wholeKey) {
        return "USHER_" + wholeKey.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
