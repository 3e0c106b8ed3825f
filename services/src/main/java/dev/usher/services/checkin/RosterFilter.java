package dev.usher.services.checkin;

import dev.usher.FailureException;

import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which students are meant: those of whom all of this is true; an immutable value.
 *
 * @param sid the student id
 * @param github the user name on GitHub, in small or large letters
 * @param name a part of the name, in small or large letters
 * @param since when they have last checked in at the earliest
 */
public record RosterFilter(
        Optional<String> sid,
        Optional<String> github,
        Optional<String> name,
        Optional<Instant> since) {
    private static final RosterFilter EVERYONE =
            new RosterFilter(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** All students. */
    public static RosterFilter everyone() {
        return EVERYONE;
    }

    /** Whether this student is meant. */
    public boolean takes(Roster.Entry student) {
        return sid.map(student.sid()::equals).orElse(true)
                && github.map(user -> fold(user).equals(fold(student.github()))).orElse(true)
                && name.map(part -> fold(student.name()).contains(fold(part))).orElse(true)
                && since.map(time -> !student.at().isBefore(time)).orElse(true);
    }

    /** A text as it is compared: without the difference of small and large letters. */
    public static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** What is thrown when it is to be gone on behind a student who is not there. */
    public static FailureException nobody(String sid) {
        return FailureException.rejected("invalid", "nobody has checked in as " + sid);
    }
}
