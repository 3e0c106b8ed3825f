package dev.usher.cli.admin;

import dev.usher.Limits;
import dev.usher.cli.arguments.Quantity;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** The limits of a listener that can change while it runs, as {@code NAME=VALUE} says them. */
enum LiveLimit {
    RUNNING("running"),
    WAITING("waiting"),
    PER_ADDRESS("per-address"),
    PATIENCE("patience");

    private final String key;

    LiveLimit(String key) {
        this.key = key;
    }

    /**
     * These limits with these changes.
     *
     * @param settings such as {@code running=50}, each another limit
     * @throws IllegalArgumentException with a sentence for people, if they are not
     */
    static Limits changed(Limits limits, List<String> settings) {
        var changed = limits;
        var names = new HashSet<String>();
        for (var setting : settings) {
            changed = changed(changed, setting);
            if (!names.add(name(setting))) {
                throw new IllegalArgumentException(
                        "%s: %s is given twice; say one of them".formatted(setting, name(setting)));
            }
        }
        return changed;
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    /**
     * These limits with this change.
     *
     * @param setting such as {@code running=50}
     * @throws IllegalArgumentException with a sentence for people, if it is none
     */
    private static Limits changed(Limits limits, String setting) {
        var parts = setting.split("=", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException(
                    "'" + setting + "' is not a limit such as running=50");
        }
        try {
            return of(parts[0]).set(limits, parts[1]);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(setting + ": " + wrong.getMessage(), wrong);
        }
    }

    private static LiveLimit of(String key) {
        for (var limit : values()) {
            if (limit.key.equals(key)) {
                return limit;
            }
        }
        throw new IllegalArgumentException(
                "'%s' is not a limit that can change; there is %s"
                        .formatted(
                                key,
                                Arrays.stream(values())
                                        .map(limit -> limit.key)
                                        .collect(Collectors.joining(", "))));
    }

    private Limits set(Limits limits, String value) {
        return switch (this) {
            case RUNNING -> limits.running(Quantity.CLIENTS.read(value));
            case WAITING -> limits.waiting(Quantity.WAITING.read(value));
            case PER_ADDRESS -> limits.perAddress(Quantity.PER_ADDRESS.read(value));
            case PATIENCE -> limits.patience(Quantity.PATIENCE.read(value));
        };
    }
}
