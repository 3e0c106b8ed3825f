package dev.usher.services.telemetry;

import java.time.Instant;

/**
 * What a device measured at one moment. Immutable.
 *
 * @param at when
 * @param ownTime whether the device said when. Then another reading of the same moment is the same
 *     reading again; otherwise it is the server's time, and says nothing about that
 * @param fields what
 */
public record Reading(Instant at, boolean ownTime, Fields fields) {

    /**
     * As clients are sent it: <code>&#123;"at":"2026-03-02T09:00:00Z","temperature":21.5}</code>.
     */
    String json() {
        return fields.isEmpty()
                ? "{\"at\":\"" + at + "\"}"
                : "{\"at\":\"" + at + "\"," + fields.json().substring(1);
    }
}
