package dev.usher.services.checkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.FailureException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class RosterTest {
    private final Roster roster = Roster.inMemory(1_000);

    @Test
    void whoChecksInAgainKeepsThePlaceAndHasTheRestReplaced() throws Exception {
        roster.note(entry("1", "A"));
        roster.note(entry("2", "B"));
        roster.note(entry("1", "C"));
        assertThat(roster.entries()).containsExactly(entry("1", "C"), entry("2", "B"));
    }

    @Test
    void theEntriesAreACopy() throws Exception {
        var before = roster.entries();
        roster.note(entry("1", "A"));
        assertThat(before).isEmpty();
    }

    @Test
    void theLastPlaceIsTakenOnceHoweverManyWantIt() throws Exception {
        var checkIns = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 3_000; i++) {
            var entry = entry(Integer.toString(i % 1_500), "A");
            checkIns.add(() -> isNoted(entry));
        }
        int refused = 0;
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var noted : people.invokeAll(checkIns)) {
                refused += noted.get() ? 0 : 1;
            }
        }
        // 500 of the 1,500 find no room, neither of the two times: students only come.
        assertThat(refused).isGreaterThanOrEqualTo(1_000);
        assertThat(roster.entries()).hasSize(1_000).doesNotHaveDuplicates();
        assertThatThrownBy(() -> roster.note(entry("x", "A")))
                .isInstanceOf(FailureException.class)
                .hasMessage("full: the roster is full: 1,000 students");
    }

    @Test
    void noStudentIsLostHoweverManyThreadsNote() throws Exception {
        int threads = 4;
        int each = 20_000;
        var large = Roster.inMemory(threads * each);
        var together = new CyclicBarrier(threads);
        try (var people = Executors.newFixedThreadPool(threads)) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                int first = i * each;
                done.add(
                        people.submit(() -> {
                            together.await();
                            for (int sid = first; sid < first + each; sid++) {
                                large.note(entry(Integer.toString(sid), "A"));
                            }
                            return null;
                        }));
            }
            for (var thread : done) {
                thread.get();
            }
        }
        assertThat(large.entries()).hasSize(threads * each);
    }

    @Test
    void aRosterForNobodyIsRefused() {
        assertThatThrownBy(() -> Roster.inMemory(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("students is 0");
    }

    private boolean isNoted(Roster.Entry entry) throws IOException {
        try {
            roster.note(entry);
            return true;
        } catch (FailureException full) {
            return false;
        }
    }

    private static Roster.Entry entry(String sid, String name) {
        return new Roster.Entry(name, "g", sid, 50_000, Instant.EPOCH);
    }
}
