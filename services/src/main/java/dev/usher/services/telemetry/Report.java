package dev.usher.services.telemetry;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a device reports: a reading, or several in an array. */
final class Report {
    /** The most readings of one report. */
    static final int MOST = 1_000;

    private Report() {}

    /**
     * The readings, in the order of the report.
     *
     * @param at the time of the one reading, if it was given beside it
     * @param now the time of those that have none
     * @throws IllegalArgumentException with a sentence for the client
     */
    static List<Reading> read(JsonNode report, Optional<String> at, Instant now) {
        if (!report.isArray()) {
            return List.of(reading(report, at, now));
        }
        if (at.isPresent()) {
            throw new IllegalArgumentException(
                    "at= is for one reading; in an array each has its own");
        }
        if (report.isEmpty() || report.size() > MOST) {
            throw new IllegalArgumentException("a report has 1 to " + MOST + " readings");
        }
        var readings = new ArrayList<Reading>(report.size());
        for (var reading : report) {
            readings.add(reading(reading, at, now));
        }
        return readings;
    }

    private static Reading reading(JsonNode reading, Optional<String> at, Instant now) {
        var fields = Fields.of(reading);
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("a reading has no field");
        }
        var own = reading.get(Fields.AT);
        if (own != null && !own.isString()) {
            throw new IllegalArgumentException("at is a time in quotes");
        }
        if (own != null && at.isPresent()) {
            throw new IllegalArgumentException("the time is given twice");
        }
        var time = own == null ? at : Optional.of(own.stringValue());
        return time.map(text -> new Reading(Moment.parse(text, now), true, fields))
                .orElseGet(() -> new Reading(now, false, fields));
    }
}
