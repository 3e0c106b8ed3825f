package dev.usher.services.checkin;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Who has checked in. Safe for use by many threads. */
public interface Roster {

    /** The most students that {@link #inMemory()} keeps. */
    int MAX_STUDENTS = 100_000;

    /**
     * A student's last check-in.
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
     * replaced.
     *
     * @throws dev.usher.FailureException rejected, if there is no room for another student
     * @throws IOException if it cannot be kept
     */
    void note(Entry entry) throws IOException;

    /**
     * All students, in the order in which they first checked in; a copy.
     *
     * @throws IOException if they cannot be read
     */
    List<Entry> entries() throws IOException;

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
}
