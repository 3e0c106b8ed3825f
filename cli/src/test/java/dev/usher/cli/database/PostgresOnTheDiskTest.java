package dev.usher.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.cli.PostgresServer;
import dev.usher.cli.ServerProcess;
import dev.usher.cli.Strace;
import dev.usher.cli.course.Student;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server whose disk fails to keep what is written, and then is full. It ends itself
 * and all its processes when an {@code fsync} fails, and recovers from its log: to clients that is
 * a server that goes and comes back.
 */
@Timeout(180)
class PostgresOnTheDiskTest {
    private static final String GONE = "ERROR (unavailable|uncertain) .*";
    private static final int LONG = 50_000;
    private static final int LEFT = 300_000;

    @TempDir private Path folder;

    private Path small;
    private PostgresServer postgres;

    @BeforeEach
    void mount() throws Exception {
        small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                Strace.runs("mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", small.toString()),
                "only root may mount a small file system");
        postgres = PostgresServer.in(small);
    }

    @AfterEach
    void unmount() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
        Strace.runs("umount", "-l", small.toString());
    }

    private static final class Writer {
        private final Random random = new Random(20_261_121);
        private final List<String> acknowledged = new ArrayList<>();
        private final Student client;

        Writer(Student client) {
            this.client = client;
        }

        /** Inserts a long row; returns the answer. */
        String insert() throws IOException {
            var bytes = new byte[LONG / 2];
            random.nextBytes(bytes);
            var answer = client.ask("insert t {\"s\":\"" + HexFormat.of().formatHex(bytes) + "\"}");
            if (answer.startsWith("OK ")) {
                acknowledged.add(answer.substring("OK ".length()));
            }
            return answer;
        }

        /** Inserts until that works; whatever it is told before says that it has not. */
        void insertUntilItWorks() throws IOException {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            for (var answer = insert(); !answer.startsWith("OK "); answer = insert()) {
                assertThat(answer).matches(GONE);
                assertThat(System.nanoTime() - until).isNegative();
            }
        }
    }

    @Test
    void whatTheDiskDoesNotKeepIsNotAcknowledgedAndWhatIsAcknowledgedIsKept() throws Exception {
        Writer writer;
        try (var server = serve();
                var client = Student.of(server)) {
            writer = new Writer(client);
            assertThat(client.ask("create t s:text")).isEqualTo("OK");
            assertThat(writer.insert()).startsWith("OK ");
            failingFsync(writer);
            fullDisk(writer);
            server.kill();
            server.end();
            assertThat(server.shown())
                    .anyMatch(line -> line.contains("PostgreSQL's schema usher_tables fails: "))
                    .anyMatch(line -> line.endsWith("PostgreSQL's schema usher_tables works again"))
                    .noneMatch(line -> line.contains("hikari"));
        }
        postgres.kill();
        postgres.start();
        assertThat(kept()).containsAll(writer.acknowledged);
    }

    private ServerProcess serve() throws IOException {
        return ServerProcess.start(folder, "database", "--port", "0", "--database", postgres.url());
    }

    /** For the processes that there are now; those that come after them write to a sound disk. */
    private void failingFsync(Writer writer) throws Exception {
        try (var _ =
                Strace.ofEach(
                        postgres.processes(),
                        folder.resolve("strace"),
                        "-e",
                        "trace=fsync,fdatasync",
                        "-e",
                        "inject=fsync,fdatasync:error=EIO")) {
            assertThat(writer.insert()).matches(GONE);
            writer.insertUntilItWorks();
        }
        assertThat(postgres.log()).containsPattern("PANIC: .*could not fdatasync file");
    }

    private void fullDisk(Writer writer) throws Exception {
        switchLog();
        var ballast = small.resolve("ballast");
        int room = (int) Files.getFileStore(small).getUsableSpace();
        Files.write(ballast, new byte[room - LEFT]);
        var answer = writer.insert();
        while (answer.startsWith("OK ")) {
            answer = writer.insert();
        }
        assertThat(answer)
                .isEqualTo("ERROR unavailable the database cannot be used now; nothing was done");
        assertThat(writer.insert()).matches(GONE);
        assertThat(writer.client.ask("fetch t limit=1 columns=id")).startsWith("[{\"id\":");
        Files.delete(ballast);
        writer.insertUntilItWorks();
        // The operator is told between these two.
        assertThat(writer.insert()).startsWith("OK ");
        assertThat(postgres.log()).contains("No space left on device");
    }

    /** The server's own log has a new file with room, so that it is the table that has none. */
    private void switchLog() throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.url());
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_switch_wal()");
            statement.execute("CHECKPOINT");
        }
    }

    private List<String> kept() throws SQLException {
        var ids = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(postgres.url());
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT id FROM usher_tables.t WHERE length(s) = " + LONG)) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
