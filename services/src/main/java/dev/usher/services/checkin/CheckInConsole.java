package dev.usher.services.checkin;

import dev.usher.Event;

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
                                shown(student.name()),
                                shown(student.github()),
                                shown(student.sid())));
    }

    /**
     * Text of a client without characters that a terminal does not show, and some of which turn the
     * direction of writing. Those that would end the line are in no student's.
     */
    private static String shown(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(character -> append(shown, character));
        return shown.toString();
    }

    private static void append(StringBuilder shown, int character) {
        switch (Character.getType(character)) {
            case Character.FORMAT, Character.PRIVATE_USE, Character.UNASSIGNED ->
                    shown.append("\\u%04x".formatted(character));
            default -> shown.appendCodePoint(character);
        }
    }
}
