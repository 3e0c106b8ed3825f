package dev.usher.services.database;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * What a row must be like in one column.
 *
 * @param column the column
 * @param comparison how it is compared
 * @param values with what: one value, or any number for {@link Comparison#ONE_OF}
 */
public record Condition(String column, Comparison comparison, List<JsonNode> values) {

    /** How a value of a row is compared with those of a condition. */
    public enum Comparison {
        /** Is the same; null is the same as null. */
        EQUAL("="),
        /** Is another one; null is another one than every value. */
        DIFFERENT("!="),
        /** Comes before. */
        LESS("<"),
        /** Does not come behind. */
        AT_MOST("<="),
        /** Comes behind. */
        MORE(">"),
        /** Does not come before. */
        AT_LEAST(">="),
        /** Is one of these, none of which is null. */
        ONE_OF("in");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** How clients write it. */
        public String sign() {
            return sign;
        }
    }

    /** The most conditions of one filter. */
    static final int MOST = 100;

    /** The most values of one filter. */
    static final int MOST_VALUES = 10_000;

    /**
     * Checks the name, and that null is compared by {@code =} and {@code !=} alone.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public Condition {
        Identifier.column(column);
        values = List.copyOf(values);
        boolean takesNull = comparison == Comparison.EQUAL || comparison == Comparison.DIFFERENT;
        if (!takesNull && values.stream().anyMatch(JsonNode::isNull)) {
            throw new IllegalArgumentException(
                    column + " cannot be compared with null by " + comparison.sign());
        }
    }

    /**
     * Reads a filter: {@code {"name":"Alice","sid":{">=":1,"<":10},"grade":[1,2]}}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static List<Condition> list(JsonNode filter) {
        if (!filter.isObject()) {
            throw new IllegalArgumentException("a filter is a JSON object: {\"sid\":1}");
        }
        var conditions = new ArrayList<Condition>();
        for (var property : filter.properties()) {
            var column = property.getKey();
            var value = property.getValue();
            if (value.isObject()) {
                for (var part : value.properties()) {
                    conditions.add(of(column, part.getKey(), part.getValue()));
                }
                if (value.isEmpty()) {
                    throw new IllegalArgumentException(column + " is compared with nothing");
                }
            } else {
                conditions.add(of(column, value.isArray() ? "in" : "=", value));
            }
        }
        if (conditions.size() > MOST) {
            throw new IllegalArgumentException("a filter has at most " + MOST + " conditions");
        }
        if (conditions.stream().mapToInt(one -> one.values().size()).sum() > MOST_VALUES) {
            throw new IllegalArgumentException("a filter has at most " + MOST_VALUES + " values");
        }
        return List.copyOf(conditions);
    }

    private static Condition of(String column, String sign, JsonNode value) {
        for (var comparison : Comparison.values()) {
            if (comparison.sign().equals(sign)) {
                boolean several = comparison == Comparison.ONE_OF;
                if (several != value.isArray()) {
                    throw new IllegalArgumentException(
                            several
                                    ? column + " is to be in what is no list"
                                    : column + " is compared with a list by " + sign);
                }
                return new Condition(
                        column,
                        comparison,
                        several ? value.valueStream().toList() : List.of(value));
            }
        }
        throw new IllegalArgumentException(
                "'%s' compares nothing; there is = != < <= > >= in".formatted(sign));
    }
}
