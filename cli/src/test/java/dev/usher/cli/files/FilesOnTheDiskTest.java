package dev.usher.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.usher.cli.ServerProcess;
import dev.usher.cli.Strace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the system is asked to do with files, seen by {@code strace}; and a file system that is
 * full. Skipped, and said so, where that cannot be had.
 */
@Timeout(120)
class FilesOnTheDiskTest {
    @TempDir Path folder;

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static BufferedReader reader(Socket client) throws IOException {
        return new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void anUploadIsOnTheDiskBeforeItIsAcknowledged() throws Exception {
        Strace.Calls calls;
        try (var server = ServerProcess.start(folder, "files", "--port", "0");
                var client = server.connect();
                var strace =
                        Strace.of(
                                server,
                                folder.resolve("strace"),
                                "-e",
                                "trace=fsync,renameat,write,writev",
                                "-e",
                                "inject=fsync:delay_exit=100ms")) {
            send(client, "put a/b 5\nhello");
            var answers = reader(client);
            assertThat(answers.readLine()).isEqualTo("OK ready");
            assertThat(answers.readLine()).startsWith("OK 5 ");
            calls = strace.calls();
        }
        int content = calls.endOf("fsync\\(\\d+<[^>]*/uploads/once-1>");
        int named = calls.startOf("renameat\\(.*\"once-1\", .*\"b\"");
        int inFolder = calls.endOf("fsync\\(\\d+<[^>]*/data/files/a>");
        int inRoot = calls.endOf("fsync\\(\\d+<[^>]*/data/files>");
        int acknowledged = calls.startOf("write\\(.*\"OK 5 ");
        assertThat(List.of(content, named, inFolder, inRoot, acknowledged))
                .as(calls.toString())
                .isSorted();
    }

    @Test
    void whatTheSystemFailsToKeepIsNotAcknowledgedAndNotThere() throws Exception {
        try (var server = ServerProcess.start(folder, "files", "--port", "0");
                var client = server.connect()) {
            var answers = reader(client);
            try (var _ =
                    Strace.of(
                            server,
                            folder.resolve("strace"),
                            "-e",
                            "trace=fsync",
                            "-e",
                            "inject=fsync:error=EIO")) {
                send(client, "put a/b 5\nhello");
                assertThat(answers.readLine()).isEqualTo("OK ready");
                assertThat(answers.readLine())
                        .isEqualTo("ERROR internal the server failed at this request");
            }
            assertThat(folder.resolve("data/files/a")).doesNotExist();
            assertThat(folder.resolve("data/files/.usher/uploads")).isEmptyDirectory();
            send(client, "put a/b 5\nhello");
            assertThat(answers.readLine()).isEqualTo("OK ready");
            assertThat(answers.readLine()).startsWith("OK 5 ");
        }
    }

    @Test
    void aFullFileSystemIsToldAndNothingIsLeftOnIt() throws Exception {
        var small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                Strace.runs("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString()),
                "only root may mount a small file system");
        try (var server =
                ServerProcess.start(folder, "files", "--port", "0", "--data", small.toString())) {
            try (var client = server.connect();
                    var other = server.connect()) {
                var answers = reader(client);
                send(client, "put large 100000000\n");
                assertThat(answers.readLine())
                        .isEqualTo("ERROR full the disk of the server is full");

                send(client, "put a 6000000\n");
                assertThat(answers.readLine()).isEqualTo("OK ready");
                var others = reader(other);
                send(other, "put b 6000000\n"); // which a has been promised
                assertThat(others.readLine())
                        .isEqualTo("ERROR full the disk of the server is full");
                var strange = Files.write(small.resolve("strange"), new byte[4_000_000]);
                send(client, "x".repeat(6_000_000)); // and somebody else has taken some of it
                assertThat(answers.readLine())
                        .isEqualTo("ERROR full the disk of the server is full");
                assertThat(answers.readLine()).isNull();
                assertThat(small.resolve("files/.usher/uploads")).isEmptyDirectory();
                Files.delete(strange);
                send(other, "put b 6000000\n" + "x".repeat(6_000_000));
                assertThat(others.readLine()).isEqualTo("OK ready");
                assertThat(others.readLine()).startsWith("OK 6000000 ");
                send(other, "list\n");
                assertThat(others.readLine()).contains("\"b\"").doesNotContain("\"a\"");
            }
            server.terminate();
            server.end();
        } finally {
            Strace.runs("umount", "-l", small.toString());
        }
    }
}
