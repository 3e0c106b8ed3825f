package dev.usher.cli.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.cli.ServerProcess;
import dev.usher.cli.Strace;
import dev.usher.cli.UsherProcess;
import dev.usher.services.checkin.Roster;
import dev.usher.storage.Database;
import dev.usher.storage.DatabaseSettings;
import dev.usher.storage.checkin.SqlRoster;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A check-in and its disk: one that is watched, one that fails, one that is full. */
@Timeout(120)
class RosterOnTheDiskTest {
    private static final String UNAVAILABLE =
            "ERROR unavailable the database cannot be used now; nothing was done";
    private static final String UNCERTAIN =
            "ERROR uncertain the database failed; this was done or it was not";

    @TempDir Path folder;

    private List<String> kept(Path data) throws IOException {
        var settings = DatabaseSettings.inFile(data.resolve("usher.db"));
        try (var database = Database.open(settings)) {
            return SqlRoster.in(database).entries().stream().map(Roster.Entry::sid).toList();
        }
    }

    @Test
    void aCheckInIsOnTheDiskBeforeItIsAcknowledged() throws Exception {
        Strace.Calls calls;
        try (var server = ServerProcess.start(folder, "checkin", "--port", "0");
                var alice = Student.of(server);
                var strace =
                        Strace.of(
                                server,
                                folder.resolve("strace"),
                                "-e",
                                "trace=fsync,fdatasync,pwrite64,write,writev",
                                "-e",
                                "inject=fsync,fdatasync:delay_exit=100ms")) {
            assertThat(alice.checkIn("1", "Alice")).startsWith("OK client ");
            calls = strace.calls();
        }
        int written = calls.endOf("pwrite64\\(\\d+<[^>]*/usher.db-wal>");
        int synced = calls.endOf("f(data)?sync\\(\\d+<[^>]*/usher.db-wal>");
        int acknowledged = calls.startOf("write\\(.*\"OK client ");
        assertThat(List.of(written, synced, acknowledged)).as(calls.toString()).isSorted();
    }

    @Test
    void whatTheDiskFailsToKeepIsNotAcknowledgedAndTheNextIs() throws Exception {
        try (var server = ServerProcess.start(folder, "checkin", "--port", "0");
                var alice = Student.of(server);
                var bob = Student.of(server)) {
            assertThat(alice.checkIn("1", "Alice")).startsWith("OK client ");
            try (var _ =
                    Strace.of(
                            server,
                            folder.resolve("strace"),
                            "-e",
                            "trace=fsync,fdatasync",
                            "-e",
                            "inject=fsync,fdatasync:error=EIO")) {
                assertThat(bob.checkIn("2", "Bob")).isEqualTo(UNCERTAIN);
                assertThat(bob.ask("roster")).contains("Alice");
                assertThat(bob.checkIn("3", "Bob")).isEqualTo(UNCERTAIN);
            }
            assertThat(alice.checkIn("4", "Alice")).startsWith("OK client ");
            assertThat(bob.checkIn("5", "Bob")).startsWith("OK client ");
            server.kill();
            server.end();
            assertThat(server.shown())
                    .anyMatch(line -> line.contains(" data/usher.db fails: "))
                    .anyMatch(line -> line.endsWith(" data/usher.db works again"));
        }
        assertThat(kept(folder.resolve("data"))).contains("1", "4", "5");
    }

    @Test
    void aFullDiskIsToldAndWhenThereIsRoomItGoesOn() throws Exception {
        var small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                Strace.runs("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small.toString()),
                "only root may mount a small file system");
        try {
            var acknowledged = new ArrayList<String>();
            try (var server =
                            ServerProcess.start(
                                    folder, "checkin", "--port", "0", "--data", "small");
                    var alice = Student.of(server)) {
                Files.write(small.resolve("ballast"), new byte[1_500_000]);
                int sid = 0;
                var answer = alice.checkIn("" + sid, "Alice");
                while (answer.startsWith("OK")) {
                    acknowledged.add("" + sid++);
                    answer = alice.checkIn("" + sid, "Alice");
                }
                assertThat(answer).isEqualTo(UNAVAILABLE);
                assertThat(alice.checkIn("" + sid, "Alice")).isEqualTo(UNAVAILABLE);
                assertThat(alice.ask("roster limit=1")).contains("Alice");
                Files.delete(small.resolve("ballast"));
                assertThat(alice.checkIn("last", "Alice")).startsWith("OK client ");
                acknowledged.add("last");
                // The operator is told between these two.
                assertThat(alice.checkIn("last", "Alice")).startsWith("OK client ");
                server.await(" small/usher.db works again"); // a killed one says nothing more
                server.kill();
                server.end();
            }
            assertThat(kept(small)).isEqualTo(acknowledged);
        } finally {
            Strace.runs("umount", "-l", small.toString());
        }
    }

    @Test
    void aFolderThatIsFullAtTheStartIsNamed() throws Exception {
        var small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                Strace.runs("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()),
                "only root may mount a small file system");
        try {
            var server =
                    UsherProcess.in(
                            folder, List.of("serve", "checkin", "--port", "0", "--data", "small"));
            assertThat(server.errorReader().lines())
                    .singleElement()
                    .asString()
                    .matches("usher: .*/small/.*: No space left on device");
            assertThat(server.waitFor()).isEqualTo(1);
        } finally {
            Strace.runs("umount", "-l", small.toString());
        }
    }
}
