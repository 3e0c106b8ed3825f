package dev.usher.services.database;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;

/** Takes the rows of a result, one after another. */
@FunctionalInterface
public interface Rows {
    /**
     * Takes a row; may wait until there is room for it.
     *
     * @param values by the names of their columns, in their order: a String, Long, BigDecimal,
     *     Double, Boolean, Instant or a raw JSON value; {@code null} for none
     * @throws IOException if nobody wants the rest
     */
    void row(Map<String, @Nullable Object> values) throws IOException;
}
