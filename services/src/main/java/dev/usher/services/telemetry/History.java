package dev.usher.services.telemetry;

import tools.jackson.databind.util.RawValue;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** Gathers the values of one field, or whole readings, from the newest one back. */
final class History implements Readings.Visitor {
    private final String field;
    private final int most;
    private final Deque<RawValue> rows = new ArrayDeque<>();

    /** So many of this field, or of all fields for {@code *}. */
    History(String field, int most) {
        this.field = field;
        this.most = most;
    }

    @Override
    public boolean visit(Reading reading) {
        if (field.equals(TelemetryRequest.ALL)) {
            rows.addFirst(new RawValue(reading.json()));
        } else {
            var value = reading.fields().value(field);
            if (value != null) {
                rows.addFirst(
                        new RawValue(
                                "{\"at\":\""
                                        + reading.at()
                                        + "\",\""
                                        + field
                                        + "\":"
                                        + value
                                        + "}"));
            }
        }
        return rows.size() < most;
    }

    /** What there is, the oldest first. */
    Collection<RawValue> rows() {
        return rows;
    }
}
