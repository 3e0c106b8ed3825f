package dev.usher.services.telemetry;

import dev.usher.commands.Answer;
import dev.usher.commands.Speech;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.util.RawValue;

/** A reading on its way to watchers: made a line when the first of them takes it, for all. */
final class News {
    private final DeviceName device;
    private final Reading reading;

    /** Kept here, since who leaves it out later asks again, and by then all of it is far away. */
    private final int length;

    private volatile @Nullable Answer text;
    private volatile @Nullable Answer json;

    News(DeviceName device, Reading reading) {
        this.device = device;
        this.reading = reading;
        length = reading.fields().json().length();
    }

    /** How long it is, about. */
    int length() {
        return length;
    }

    /** The line; two threads may both make it, and then either will do. */
    Answer in(Speech speech) {
        var made = speech == Speech.TEXT ? text : json;
        if (made != null) {
            return made;
        }
        var line = speech.notice(new Notices.Reading(device.text(), new RawValue(reading.json())));
        if (speech == Speech.TEXT) {
            text = line;
        } else {
            json = line;
        }
        return line;
    }
}
