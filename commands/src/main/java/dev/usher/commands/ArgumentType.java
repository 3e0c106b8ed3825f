package dev.usher.commands;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How arguments of one Java type are read from words and from JSON. */
sealed interface ArgumentType {

    /** What people call it. */
    String label();

    /** The words that are allowed, if they can be listed. */
    default List<String> choices() {
        return List.of();
    }

    /** Takes the next of the words, of which there is one. */
    Object read(Words words) throws InvalidArguments;

    /** Reads a JSON value, which may be null. */
    Object read(JsonNode value) throws InvalidArguments;

    /** The type for components of this class, or {@code null} if there is none. */
    static @Nullable ArgumentType of(Class<?> component) {
        if (component.isEnum()) {
            return Choice.of(component);
        }
        return switch (component.getName()) {
            case "int", "java.lang.Integer" -> Numeric.INT;
            case "long", "java.lang.Long" -> Numeric.LONG;
            case "java.math.BigDecimal" -> Numeric.DECIMAL;
            case "boolean", "java.lang.Boolean" -> Choice.BOOLEAN;
            case "java.lang.String" -> Text.ANY;
            case "tools.jackson.databind.JsonNode" -> Tree.ANY;
            default -> null;
        };
    }

    /** A string. */
    enum Text implements ArgumentType {
        ANY;

        @Override
        public String label() {
            return "text";
        }

        @Override
        public Object read(Words words) throws InvalidArguments {
            return words.next();
        }

        @Override
        public Object read(JsonNode value) throws InvalidArguments {
            if (!value.isString()) {
                throw new InvalidArguments("is not a string");
            }
            return value.stringValue();
        }
    }

    /** A number. In JSON it may also be a string: not every client's numbers are exact there. */
    enum Numeric implements ArgumentType {
        INT("integer") {
            @Override
            Object of(BigDecimal value) throws InvalidArguments {
                return (int) Decimals.whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
        },
        LONG("integer") {
            @Override
            Object of(BigDecimal value) throws InvalidArguments {
                return Decimals.whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
            }
        },
        DECIMAL("number") {
            @Override
            Object of(BigDecimal value) {
                return value;
            }
        };

        private final String label;

        Numeric(String label) {
            this.label = label;
        }

        abstract Object of(BigDecimal value) throws InvalidArguments;

        @Override
        public String label() {
            return label;
        }

        @Override
        public Object read(Words words) throws InvalidArguments {
            return of(Decimals.parse(words.next()));
        }

        @Override
        public Object read(JsonNode value) throws InvalidArguments {
            if (value.isString()) {
                return of(Decimals.parse(value.stringValue()));
            }
            if (!value.isNumber()) {
                throw new InvalidArguments("is not a number");
            }
            return of(value.decimalValue());
        }
    }

    /** One of a few words: true and false, or the constants of an enum in kebab case. */
    record Choice(String label, Map<String, Object> values) implements ArgumentType {
        static final Choice BOOLEAN =
                new Choice("boolean", new TreeMap<>(Map.of("true", true, "false", false)));

        static Choice of(Class<?> type) {
            var values = new LinkedHashMap<String, Object>();
            for (var constant : type.getEnumConstants()) {
                values.put(Names.kebab(((Enum<?>) constant).name()), constant);
            }
            return new Choice("choice", values);
        }

        @Override
        public List<String> choices() {
            return List.copyOf(values.keySet());
        }

        @Override
        public Object read(Words words) throws InvalidArguments {
            return value(words.next());
        }

        @Override
        public Object read(JsonNode value) throws InvalidArguments {
            return value(value.isString() || value.isBoolean() ? value.asString() : "");
        }

        private Object value(String word) throws InvalidArguments {
            var value = values.get(word);
            if (value == null) {
                throw new InvalidArguments("is none of " + String.join(", ", values.keySet()));
            }
            return value;
        }
    }

    /** Any JSON value. */
    enum Tree implements ArgumentType {
        ANY;

        @Override
        public String label() {
            return "json";
        }

        @Override
        public Object read(Words words) throws InvalidArguments {
            return words.json();
        }

        @Override
        public Object read(JsonNode value) {
            return value;
        }
    }
}
