package dev.usher.services.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;

/** What values mean in columns. */
class ColumnTypeTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static JsonNode json(String text) {
        return JSON.readTree(text.replace('`', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    TEXT | `a` | a
                    TEXT | `😀` | 😀
                    INTEGER | 9223372036854775807 | 9223372036854775807
                    INTEGER | -9223372036854775808 | -9223372036854775808
                    INTEGER | `42` | 42
                    INTEGER | 5.0 | 5
                    INTEGER | 1e3 | 1000
                    INTEGER | 0e999999999 | 0
                    DECIMAL | 1.50 | 1.5
                    DECIMAL | `-0.000` | 0
                    DECIMAL | 1e3 | 1000
                    DECIMAL | 1e-3 | 0.001
                    REAL | 0.1 | 0.1
                    REAL | -0.0 | 0.0
                    BOOLEAN | true | true
                    TIMESTAMP | `2026-11-21T09:30:00.5+01:00` | 2026-11-21T08:30:00.500Z
                    TIMESTAMP | `9999-12-31T23:59:59.999999Z` | 9999-12-31T23:59:59.999999Z
                    JSON | {`b`:[1.25],`a`:null} | {"b":[1.25],"a":null}
                    """)
    void valuesAreRead(ColumnType type, String text, String expected) throws Exception {
        var value = type.value("c", json(text));
        assertThat(value instanceof BigDecimal number ? number.toPlainString() : value)
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    TEXT | 1 | c is not a string
                    TEXT | `a\\u0000` | c holds the character NUL, which cannot be kept
                    TEXT | `\\ud800` | c holds half of a character
                    TEXT | `\\udc00\\ud800` | c holds half of a character
                    INTEGER | 9223372036854775808 | c is not a whole number of 64 bits
                    INTEGER | 1e999999999 | c is beyond 64 bits
                    INTEGER | 1e2147483647 | c is beyond 64 bits
                    INTEGER | 1.5 | c is not a whole number of 64 bits
                    INTEGER | `x` | c is not a number
                    INTEGER | true | c is not a number
                    DECIMAL | 1e1000 | c has more than 1000 digits
                    DECIMAL | 1e-1001 | c has more than 1000 digits
                    DECIMAL | 1e999999999 | c has more than 1000 digits
                    REAL | 1e999 | c is out of range
                    BOOLEAN | 1 | c is neither true nor false
                    TIMESTAMP | `2026-11-21T09:30:00.1234567Z` | c is finer than a microsecond
                    """)
    void otherValuesAreRefused(ColumnType type, String text, String message) {
        assertThatThrownBy(() -> type.value("c", json(text)))
                .isInstanceOf(FailureException.class)
                .hasMessage("invalid: " + message);
    }

    @Test
    void aTimeNeedsAnOffsetAndAYearOfFourDigits() {
        for (var text :
                new String[] {
                    "`2026-11-21T09:30:00`",
                    "`+10000-01-01T00:00:00Z`",
                    "`0000-12-31T23:59:59Z`",
                    "7"
                }) {
            assertThatThrownBy(() -> ColumnType.TIMESTAMP.value("c", json(text)))
                    .hasMessageContaining("is not a time");
        }
    }

    @Test
    void nullIsNoValueOfAnyType() throws Exception {
        for (var type : ColumnType.values()) {
            assertThat(type.value("c", json("null"))).isNull();
        }
    }
}
