package dev.usher.services.checkin;

import dev.usher.Event;
import dev.usher.services.text.HarmlessText;

import java.util.function.Consumer;

/** Tells what the course's server tells: where it listens, and who has checked in. */
final class CheckInConsole implements Consumer<Event> {
    private final Consumer<String> lines;

    CheckInConsole(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Started(_, var address, _)) {
            lines.accept(
                    "Listening at "
                            + address.getAddress().getHostAddress()
                            + "/"
                            + address.getPort());
        }
    }

    void connected(Student student) {
        lines.accept(
                "Connected: Student: %s, Github Username: %s, sid: %s"
                        .formatted(
                                HarmlessText.of(student.name()),
                                HarmlessText.of(student.github()),
                                HarmlessText.of(student.sid())));
    }
}
