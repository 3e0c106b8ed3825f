package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.InstantSource;

/** File transfer in lockstep as the course does it, and what it says when that cannot be. */
class LockstepTest extends LockstepSetting {
    // The course's way.

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 65_536, 3_000_000})
    void getGoesStepByStep(int length) throws Exception {
        var content = random(length);
        keep("notes.txt", content);
        var client = client("GET notes.txt");
        expect(client, "OK");
        client.send("READY");
        assertThat(client.read(Long.BYTES)).isEqualTo(size(length));
        client.send("OK");
        assertThat(client.read(length)).isEqualTo(content);
        end(client, "DONE");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 65_536, 3_000_000})
    void putGoesStepByStep(int length) throws Exception {
        var content = random(length);
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(size(length));
        expect(client, "OK");
        client.send(content);
        end(client, "DONE");
        assertThat(kept("notes.txt")).isEqualTo(content);
    }

    @Test
    void deleteIsDoneAtOnce() throws Exception {
        keep("notes.txt", random(5));
        end(client("DEL notes.txt"), "DONE");
        assertThat(isKept("notes.txt")).isFalse();
    }

    @Test
    void putReplacesWhatIsThere() throws Exception {
        keep("notes.txt", random(50));
        put("notes.txt", random(5));
        assertThat(kept("notes.txt")).isEqualTo(random(5));
    }

    @Test
    void namesHaveFoldersBlanksAndLettersOfAnyKind() throws Exception {
        put("thesis/chapter one/überblick 漢.txt", random(5));
        assertThat(kept("thesis/chapter one/überblick 漢.txt")).isEqualTo(random(5));
    }

    // What cannot be had.

    @ParameterizedTest
    @ValueSource(strings = {"none.txt", "../secret", "/etc/passwd", "a//b", "..", "a\\b", "C:x"})
    void whatIsNotThereIsAnErrorInPlaceOfTheStep(String name) throws Exception {
        end(client("GET " + name), "ERROR: " + name + " does not exist");
        end(client("DEL " + name), "ERROR: unable to delete " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", "a//b", "..", "a\\b", "a\0b", "con"})
    void aNameThatCannotBeIsAnErrorInPlaceOfOk(String name) throws Exception {
        end(client("PUT " + name), "ERROR: unable to create file " + name);
    }

    @Test
    void aFileWhereAFolderIsIsAnErrorInPlaceOfAStep() throws Exception {
        keep("folder/notes.txt", random(5));
        var client = client("PUT folder");
        expect(client, "OK");
        client.send(size(5));
        end(client, "ERROR: unable to create file folder");
        assertThat(kept("folder/notes.txt")).isEqualTo(random(5));
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void aFileThatIsTooLargeIsAnErrorInPlaceOfOk(long size) throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(size(size));
        end(client, "ERROR: unable to create file notes.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO", "get notes.txt", "GETnotes.txt", "LIST all", "GET\n", "\r\n"})
    void whatIsNoCommandIsAnError(String text) throws Exception {
        end(client(text), "ERROR: a command is GET, PUT or DEL, a space and a name");
    }

    @Test
    void aCommandWithoutEndHasALimit() throws Exception {
        end(client("GET " + "x".repeat(4_093)), "ERROR: a command has at most 4096 bytes");
        var name = "x".repeat(4_092);
        end(client("GET " + name), "ERROR: " + name + " does not exist");
    }

    @Test
    void anotherWordThanTheOneDueIsAnError() throws Exception {
        keep("notes.txt", random(5));
        var client = client("GET notes.txt");
        expect(client, "OK");
        client.send("ROGER");
        end(client, "ERROR: READY or OK was expected");
    }

    // A disk that fails.

    /** A disk that takes a while, and then nothing more, for this reason. */
    private static Disk failing(String why) {
        return new Disk() {
            private int writes;

            @Override
            public synchronized void write(FileChannel file, ByteBuffer bytes) throws IOException {
                if (++writes > 3) {
                    throw new IOException(why);
                }
                Disk.super.write(file, bytes);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"No space left on device, 0", "Input/output error, 1"})
    void aDiskThatFailsIsAnErrorInPlaceOfDone(String why, int defects) throws Exception {
        var other = folder.resolve("other");
        try (var broken =
                FileStore.open(
                        other, StoreLimits.defaults(), InstantSource.system(), failing(why))) {
            server = servers.start(new Lockstep(broken).on(Server.on(0)));
            var client = client("PUT notes.txt");
            expect(client, "OK");
            client.send(size(10_000_000));
            expect(client, "OK");
            client.send(random(10_000_000)); // which nobody could if the server went away
            end(client, "ERROR: unable to create file notes.txt");
            assertThat(other.resolve("notes.txt")).doesNotExist();
            assertThat(closed(client)).isIn(CloseReason.SERVER_CLOSED, CloseReason.HANDLER_FAILED);
            assertThat(servers.events().of(Event.HandlerFailed.class)).hasSize(defects);
            server.cut();
        }
    }

    // The console.

    @Test
    void theConsoleShowsWhatTheCourseShows() throws Exception {
        var getting = client("PUT notes.txt");
        expect(getting, "OK");
        getting.send(size(5));
        expect(getting, "OK");
        getting.send("hello");
        end(getting, "DONE");
        var putting = client("GET notes.txt");
        expect(putting, "OK");
        putting.send("READY");
        putting.read(Long.BYTES);
        putting.send("OK");
        end(putting, "helloDONE");
        var deleting = client("DEL notes.txt");
        end(deleting, "DONE");
        assertThat(console)
                .containsExactly(
                        "server waiting on port " + server.port(),
                        connected(getting),
                        "server receiving request: PUT notes.txt",
                        "server receiving 5 bytes",
                        connected(putting),
                        "server receiving request: GET notes.txt",
                        "server sending 5 bytes",
                        connected(deleting),
                        "server receiving request: DEL notes.txt",
                        "server deleting file notes.txt");
    }

    @Test
    void whatAClientSendsCannotControlTheConsole() throws Exception {
        client("GET a\u001b[2J\u202eb").readToEnd();
        assertThat(console).last().isEqualTo("server receiving request: GET a\\u001b[2J\\u202eb");
    }
}
