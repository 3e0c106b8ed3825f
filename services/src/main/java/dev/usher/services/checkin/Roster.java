package dev.usher.services.checkin;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Who has checked in. Safe for use by many threads. */
public interface Roster {

    /** The most students of a roster of which nothing else is said. */
    int MAX_STUDENTS = 100_000;

    /** The most check-ins that are kept of each student. */
    int MAX_VISITS = 1_000;

    /**
     * A check-in.
     *
     * @param name the student's name
     * @param github the user name on GitHub
     * @param sid the student id, which tells students apart
     * @param client the TCP port that the student's client came from
     * @param at when
     */
    record Entry(String name, String github, String sid, int client, Instant at) {}

    /**
     * Notes a check-in. A student who is here already, by the sid, keeps the place and has the rest
     * replaced; the check-in before is kept among the visits. When this returns, it is noted for
     * good, as far as this roster goes.
     *
     * @throws FailureException rejected, if there is no room for another student
     * @throws IOException if it cannot be kept
     */
    void note(Entry entry) throws IOException;

    /**
     * Some students, in the order in which they first checked in; a copy.
     *
     * @param filter whom
     * @param after the sid of the one to go on behind; {@code null} to begin with the first
     * @param most how many at the most; at least 1
     * @throws FailureException rejected as {@code invalid}, if nobody has that sid
     * @throws IOException if they cannot be read
     */
    List<Entry> page(RosterFilter filter, @Nullable String after, int most) throws IOException;

    /**
     * The last check-ins of a student, the oldest of them first; a copy. Of each student {@value
     * #MAX_VISITS} are kept; those before are forgotten.
     *
     * @param most how many at the most; at least 1
     * @throws IOException if they cannot be read
     */
    List<Entry> visits(String sid, int most) throws IOException;

    /**
     * All students, as {@link #page}. There may be many.
     *
     * @throws IOException if they cannot be read
     */
    default List<Entry> entries() throws IOException {
        return page(RosterFilter.everyone(), null, Integer.MAX_VALUE);
    }

    /** An empty roster that is gone with the process. */
    static Roster inMemory() {
        return inMemory(MAX_STUDENTS);
    }

    /**
     * An empty roster that is gone with the process.
     *
     * @param students how many it takes; at least 1
     * @throws IllegalArgumentException if they are fewer
     */
    static Roster inMemory(int students) {
        return new MemoryRoster(students);
    }

    /** What is thrown when there is no room for another student. */
    static FailureException full(int students) {
        return FailureException.rejected(
                "full", String.format(Locale.ROOT, "the roster is full: %,d students", students));
    }
}
