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
    private final @Nullable Option option;

    Parameter(
            String name,
            ArgumentType type,
            boolean optional,
            boolean rest,
            @Nullable Option option) {
        this.name = name;
        this.type = type;
        this.optional = optional;
        this.rest = rest;
        this.option = option;
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

    /** Whether it may be left out; if it is no option, together with all others that follow. */
    public boolean isOptional() {
        return optional || option != null;
    }

    /** Whether it is written with its name: an {@link Option}. */
    public boolean isOption() {
        return option != null;
    }

    /** Whether it is an option without a value. */
    boolean isFlag() {
        return option != null && !optional;
    }

    /** Whether it takes the rest of the line. */
    public boolean isRest() {
        return rest;
    }

    /**
     * As {@code help} shows it: {@code COUNT}, {@code [COUNT]}, {@code TEXT...}, {@code
     * [limit=COUNT]}, {@code [if-absent]}.
     */
    public String usage() {
        if (option != null) {
            var value = isFlag() ? "" : "=" + option.value();
            return "[" + word() + (option.bare().isEmpty() ? value : "[" + value + "]") + "]";
        }
        var usage = title() + (rest ? "..." : "");
        return optional ? "[" + usage + "]" : usage;
    }

    /** What people call it: {@code MAX-COUNT} for {@code maxCount}. */
    String title() {
        return word().toUpperCase(Locale.ROOT);
    }

    /** What an option is written with: {@code max-count} for {@code maxCount}. */
    String word() {
        return Names.kebab(name);
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

    /** Takes an option, which comes next. */
    Object readOption(Words words) throws InvalidArguments {
        try {
            boolean hasValue = words.takeOption(word());
            if (isFlag() && hasValue) {
                throw new InvalidArguments("takes no value");
            }
            if (!isFlag() && !hasValue && (option == null || option.bare().isEmpty())) {
                throw new InvalidArguments("has no value");
            }
            return hasValue ? present(type.read(words)) : bare();
        } catch (InvalidArguments invalid) {
            throw invalid.about(title());
        }
    }

    private Object bare() throws InvalidArguments {
        return option == null || isFlag() ? true : present(type.read(new Words(option.bare(), 0)));
    }

    /** What stands for an option that is not there. */
    Object absent() {
        return optional ? Optional.empty() : false;
    }

    Object read(@Nullable JsonNode value) throws InvalidArguments {
        if (value == null || (value.isNull() && (isOptional() || type != ArgumentType.Tree.ANY))) {
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
        if (!isOptional()) {
            throw new InvalidArguments(called + " is missing");
        }
        return absent();
    }
}
