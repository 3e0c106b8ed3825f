package dev.usher.commands;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One parameter of a command. Immutable. */
public final class Parameter {
    private final String name;
    private final ArgumentType type;
    private final boolean optional;
    private final boolean rest;

    Parameter(String name, ArgumentType type, boolean optional, boolean rest) {
        this.name = name;
        this.type = type;
        this.optional = optional;
        this.rest = rest;
    }

    /** Its name over JSON-RPC: that of the record's component. */
    public String name() {
        return name;
    }

    /**
     * {@code text}, {@code integer}, {@code number}, {@code boolean}, {@code choice} or {@code
     * json}.
     */
    public String type() {
        return type.label();
    }

    /** The words that are allowed; empty if they cannot be listed. */
    public List<String> choices() {
        return type.choices();
    }

    /** Whether it may be left out, together with all that follow. */
    public boolean isOptional() {
        return optional;
    }

    /** Whether it takes the rest of the line. */
    public boolean isRest() {
        return rest;
    }

    /** As {@code help} shows it: {@code COUNT}, {@code [COUNT]}, {@code TEXT...}. */
    public String usage() {
        var usage = title() + (rest ? "..." : "");
        return optional ? "[" + usage + "]" : usage;
    }

    /** What people call it: {@code MAX-COUNT} for {@code maxCount}. */
    String title() {
        return Names.kebab(name).toUpperCase(Locale.ROOT);
    }

    ArgumentType argumentType() {
        return type;
    }

    Object read(Words words) throws InvalidArguments {
        if (words.atEnd()) {
            return absent(title());
        }
        try {
            return present(rest ? words.rest() : type.read(words));
        } catch (InvalidArguments invalid) {
            throw invalid.about(title());
        }
    }

    Object read(@Nullable JsonNode value) throws InvalidArguments {
        if (value == null || (value.isNull() && (optional || type != ArgumentType.Tree.ANY))) {
            return absent(name);
        }
        try {
            return present(type.read(value));
        } catch (InvalidArguments invalid) {
            throw invalid.about(name);
        }
    }

    private Object present(Object value) {
        return optional ? Optional.of(value) : value;
    }

    private Object absent(String called) throws InvalidArguments {
        if (!optional) {
            throw new InvalidArguments(called + " is missing");
        }
        return Optional.empty();
    }
}
