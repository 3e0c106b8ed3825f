package dev.usher.services.checkin;

import java.time.Instant;

/**
 * What a student says of itself. A student is its sid; the rest may change from one check-in to the
 * next.
 *
 * @param name the student's name; 1 to 200 characters
 * @param github the user name on GitHub; 1 to 100 characters
 * @param sid the student id, which is a number mostly; 1 to 64 characters
 */
record Student(String name, String github, String sid) {
    private static final int MAX_NAME = 200;
    private static final int MAX_GITHUB = 100;
    private static final int MAX_SID = 64;

    /**
     * Checks the texts: what is kept here goes to consoles and into lines.
     *
     * @throws IllegalArgumentException with a sentence for the client
     */
    Student {
        check("the name", name, MAX_NAME);
        check("the GitHub username", github, MAX_GITHUB);
        check("the sid", sid, MAX_SID);
    }

    /** This student's row in the roster. */
    Roster.Entry entry(int client, Instant at) {
        return new Roster.Entry(name, github, sid, client, at);
    }

    private static void check(String what, String text, int most) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (text.codePointCount(0, text.length()) > most) {
            throw new IllegalArgumentException(what + " has more than " + most + " characters");
        }
        if (text.codePoints().anyMatch(Student::breaksLines)) {
            throw new IllegalArgumentException(what + " has a control character");
        }
    }

    /** Half of a surrogate pair counts: no encoding of text can carry it. */
    private static boolean breaksLines(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }
}
