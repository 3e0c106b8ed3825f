package dev.usher.storage.checkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.FailureException;
import dev.usher.services.checkin.Roster;
import dev.usher.services.checkin.RosterFilter;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.TestEngine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(120)
class SqlRosterTest {
    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00.123Z");
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir private Path folder;
    @Parameter private TestEngine engine;

    private DatabaseSettings settings;
    private Database database;
    private Roster roster;

    @BeforeEach
    void open() throws Exception {
        settings = engine.settings(folder);
        database = Database.open(settings);
        roster = SqlRoster.in(database, 1_000);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    private static Roster.Entry entry(String sid, String name) {
        return new Roster.Entry(name, "User" + sid, sid, 50_000, NINE);
    }

    @Test
    void whoChecksInAgainKeepsThePlaceAndHasTheRestReplaced() throws Exception {
        roster.note(entry("1", "A"));
        roster.note(entry("2", "B"));
        var later = new Roster.Entry("C", "c", "1", 65_535, NINE.plusSeconds(60));
        roster.note(later);
        assertThat(roster.entries()).containsExactly(later, entry("2", "B"));
    }

    @Test
    void whatWasNotedIsThereWhenItIsOpenedAgain() throws Exception {
        roster.note(entry("007", "Zoë 🙂 O'Brien \"; DROP TABLE checkin_students; --"));
        database.close();
        database = Database.open(settings);
        assertThat(SqlRoster.in(database).entries())
                .containsExactly(
                        entry("007", "Zoë 🙂 O'Brien \"; DROP TABLE checkin_students; --"));
    }

    @Test
    void eachVisitIsKeptUpToALimit() throws Exception {
        for (int i = 0; i < Roster.MAX_VISITS + 5; i++) {
            roster.note(entry("1", "name " + i));
        }
        roster.note(entry("2", "B"));
        assertThat(roster.visits("1", ALL))
                .hasSize(Roster.MAX_VISITS)
                .startsWith(entry("1", "name 5"))
                .endsWith(entry("1", "name 1004"));
        assertThat(roster.visits("1", 2))
                .containsExactly(entry("1", "name 1003"), entry("1", "name 1004"));
        assertThat(roster.visits("2", ALL)).containsExactly(entry("2", "B"));
        assertThat(roster.visits("3", ALL)).isEmpty();
        assertThat(roster.entries()).hasSize(2);
    }

    @Test
    void studentsAreFoundByWhatIsKnownOfThem() throws Exception {
        var alice = new Roster.Entry("Alice Brown", "ABrown", "1", 1, NINE);
        var bob = new Roster.Entry("Bob Ürün_%", "bob", "2", 2, NINE.plusSeconds(60));
        var carol = new Roster.Entry("Carol BROWN", "carol", "3", 3, NINE.plusSeconds(120));
        for (var student : List.of(alice, bob, carol)) {
            roster.note(student);
        }
        assertThat(found("1", null, null, null)).containsExactly(alice);
        assertThat(found(null, "aBROWN", null, null)).containsExactly(alice);
        assertThat(found(null, null, "brown", null)).containsExactly(alice, carol);
        assertThat(found(null, null, "ürÜn", null)).containsExactly(bob);
        assertThat(found(null, null, "_%", null)).containsExactly(bob);
        assertThat(found(null, null, "' OR 1=1", null)).isEmpty();
        assertThat(found(null, null, null, NINE.plusSeconds(60))).containsExactly(bob, carol);
        assertThat(found(null, null, null, NINE.plusSeconds(60).plusNanos(1)))
                .containsExactly(carol);
        assertThat(found(null, null, "brown", NINE.plusSeconds(1))).containsExactly(carol);
        assertThat(found("2", null, "brown", null)).isEmpty();
    }

    private List<Roster.Entry> found(String sid, String github, String name, Instant since)
            throws IOException {
        var filter =
                new RosterFilter(
                        Optional.ofNullable(sid),
                        Optional.ofNullable(github),
                        Optional.ofNullable(name),
                        Optional.ofNullable(since));
        var found = roster.page(filter, null, ALL);
        assertThat(roster.entries().stream().filter(filter::takes).toList()).isEqualTo(found);
        return found;
    }

    @Test
    void aRosterIsReadPageByPage() throws Exception {
        for (int i = 0; i < 5; i++) {
            roster.note(entry("" + i, "A"));
        }
        roster.note(entry("1", "B"));
        var everyone = RosterFilter.everyone();
        assertThat(roster.page(everyone, null, 2))
                .containsExactly(entry("0", "A"), entry("1", "B"));
        assertThat(roster.page(everyone, "1", 2)).containsExactly(entry("2", "A"), entry("3", "A"));
        assertThat(roster.page(everyone, "3", 2)).containsExactly(entry("4", "A"));
        assertThat(roster.page(everyone, "4", 2)).isEmpty();
        assertThatThrownBy(() -> roster.page(everyone, "x", 2))
                .isInstanceOf(FailureException.class)
                .hasMessage("invalid: nobody has checked in as x");
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

    private boolean isNoted(Roster.Entry entry) throws IOException {
        try {
            roster.note(entry);
            return true;
        } catch (FailureException full) {
            return false;
        }
    }

    @Test
    void aRosterForNobodyIsRefused() {
        assertThatThrownBy(() -> SqlRoster.in(database, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("students is 0");
    }
}
