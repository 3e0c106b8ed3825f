package dev.usher.services.telemetry;

import tools.jackson.databind.util.RawValue;

/** What clients are sent without having asked just now; see {@link dev.usher.commands.Speech}. */
final class Notices {
    private Notices() {}

    /** To a device: do this, and acknowledge it. */
    record Command(long id, RawValue command) {}

    /** To a device: another connection has this name now. */
    record Detached(String device) {}

    /** To a watcher: this was reported. */
    record Reading(String device, RawValue reading) {}

    /** To a watcher: you are too slow, and so many readings were left out here. */
    record Lost(long readings) {}
}
