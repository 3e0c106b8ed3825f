package dev.usher.services.database;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a column holds. Each type means the same in every database. */
public enum ColumnType {
    /** Text of any characters but NUL; compared by the numbers of its characters. A String. */
    TEXT {
        @Override
        Object read(JsonNode value) throws FailureException {
            return text(value, "is not a string");
        }
    },

    /** A whole number of 64 bits. A Long. */
    INTEGER {
        @Override
        Object read(JsonNode value) throws FailureException {
            var number = number(value);
            long digits = (long) number.precision() - number.scale();
            if (digits > 19 && number.signum() != 0) { // Long.MAX_VALUE has 19
                throw wrong("is beyond 64 bits");
            }
            try {
                return number.longValueExact();
            } catch (ArithmeticException fraction) {
                throw wrong("is not a whole number of 64 bits");
            }
        }
    },

    /** A decimal number of up to 1,000 digits, exactly; 1.50 is 1.5. A BigDecimal. */
    DECIMAL {
        @Override
        Object read(JsonNode value) throws FailureException {
            var number = number(value);
            if (number.signum() == 0) {
                return BigDecimal.ZERO;
            }
            if (number.precision() > MOST_DIGITS
                    || Math.abs((long) number.scale()) > MOST_DIGITS
                    || plainDigits(number) > MOST_DIGITS) {
                throw wrong("has more than " + MOST_DIGITS + " digits");
            }
            var shortest = number.stripTrailingZeros();
            return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
        }
    },

    /** A binary floating-point number of 64 bits; finite. A Double. */
    REAL {
        @Override
        Object read(JsonNode value) throws FailureException {
            double number = number(value).doubleValue();
            if (!Double.isFinite(number)) {
                throw wrong("is out of range");
            }
            return number + 0.0; // no negative zero
        }
    },

    /** True or false. A Boolean. */
    BOOLEAN {
        @Override
        Object read(JsonNode value) throws FailureException {
            if (!value.isBoolean()) {
                throw wrong("is neither true nor false");
            }
            return value.booleanValue();
        }
    },

    /** A moment, of the years 1 to 9999, to the microsecond; any offset is read. An Instant. */
    TIMESTAMP {
        @Override
        Object read(JsonNode value) throws FailureException {
            return moment(text(value, NO_MOMENT));
        }
    },

    /** Any JSON, which cannot be compared. A String that holds it in a compact form. */
    JSON {
        @Override
        Object read(JsonNode value) throws FailureException {
            return harmless(value.toString());
        }
    };

    private static final int MOST_DIGITS = 1_000;
    private static final String NO_MOMENT =
            "is not a time such as \"2026-11-21T08:30:00Z\", of the years 1 to 9999";
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** What people call it: {@code text}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its values are equal or not, and one comes before another. */
    public boolean isComparable() {
        return this != JSON;
    }

    /**
     * The value that this JSON stands for, or {@code null} if it stands for none.
     *
     * @param column the column's name, for the message
     * @throws FailureException rejected as {@code invalid}, if it is no value of this type
     */
    public @Nullable Object value(String column, JsonNode json) throws FailureException {
        try {
            return json.isNull() ? null : read(json);
        } catch (FailureException wrong) {
            throw wrong(column + " " + wrong.failure().message());
        }
    }

    abstract Object read(JsonNode value) throws FailureException;

    private static FailureException wrong(String why) {
        return FailureException.rejected("invalid", why);
    }

    private static String text(JsonNode value, String otherwise) throws FailureException {
        if (!value.isString()) {
            throw wrong(otherwise);
        }
        return harmless(value.stringValue());
    }

    /** Text that every database keeps as it is. */
    private static String harmless(String text) throws FailureException {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0) {
                throw wrong("holds the character NUL, which cannot be kept");
            }
            if (Character.isSurrogate(character)) {
                if (!Character.isHighSurrogate(character)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw wrong("holds half of a character");
                }
                i++;
            }
        }
        return text;
    }

    /** A number; it may be a string, since not every client's numbers are exact. */
    private static BigDecimal number(JsonNode value) throws FailureException {
        try {
            if (value.isNumber()) {
                return value.decimalValue();
            }
            if (value.isString() && value.stringValue().length() <= 2 * MOST_DIGITS) {
                return new BigDecimal(value.stringValue());
            }
        } catch (NumberFormatException | ArithmeticException notOne) {
            // as below
        }
        throw wrong("is not a number");
    }

    private static long plainDigits(BigDecimal number) {
        long before = Math.max((long) number.precision() - number.scale(), 1);
        return before + Math.max(number.scale(), 0);
    }

    private static Instant moment(String text) throws FailureException {
        try {
            var moment = OffsetDateTime.parse(text).toInstant();
            if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
                throw wrong(NO_MOMENT);
            }
            if (!moment.truncatedTo(ChronoUnit.MICROS).equals(moment)) {
                throw wrong("is finer than a microsecond");
            }
            return moment;
        } catch (DateTimeException notOne) {
            throw wrong(NO_MOMENT);
        }
    }
}
