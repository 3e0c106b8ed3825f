package dev.usher.services.files.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.services.files.FileName;
import dev.usher.services.files.PutOptions;
import dev.usher.services.files.Sha256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

/** Servers that say what they should not: each ends in an error of its type, and leaves nothing. */
@Timeout(60)
class HostileServersTest {
    private static final Sha256 HELLO = Sha256.of("hello");
    private static final String SILENT = "no answer from";
    private static final TransferLimits ONCE = TransferLimits.defaults().patience(Duration.ZERO);
    private static final TransferLimits IMPATIENT = ONCE.silence(Duration.ofMillis(300));

    @TempDir private Path here;

    /** Something that is asked of a server. */
    private interface Question {
        void ask(FilesClient client) throws IOException;
    }

    /** Waits only for servers that are to be silent: others may be slow on a busy machine. */
    private static TransferLimits limits(String message) {
        return message.equals(SILENT) ? IMPATIENT : ONCE;
    }

    private static Throwable failure(
            InetSocketAddress server, TransferLimits limits, Question question) throws IOException {
        try (var client = FilesClient.to(server, limits)) {
            var failure = catchThrowable(() -> question.ask(client));
            assertThat(failure).isInstanceOf(FilesException.class);
            return failure;
        }
    }

    /** What comes of a download; D stands for the digest of hello, and ^ for the end of a line. */
    private Throwable get(ScriptedServer.End end, TransferLimits limits, String... answers)
            throws IOException {
        for (int i = 0; i < answers.length; i++) {
            answers[i] = answers[i].replace("D", HELLO.hex()).replace('^', '\n');
        }
        try (var server = new ScriptedServer(end, answers)) {
            return failure(
                    server.address(),
                    limits,
                    client ->
                            client.get(
                                    FileName.of("a"),
                                    here.resolve("got"),
                                    Existing.KEEP,
                                    Progress.UNWATCHED));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CLOSE   | OK 5 D^hel                          | Lost      | the server closed it
                    CLOSE   | ``                                  | Lost      | the server closed it
                    CLOSE   | OK 5                                | Lost      | the server closed it
                    STALL   | OK 5 D^hel                          | Lost      | no answer from
                    STALL   | ``                                  | Lost      | no answer from
                    TRICKLE | OK 5                                | Lost      | no answer from
                    FLOOD   | OK 5                                | Malformed | an answer has more than 4,194,304 bytes
                    CLOSE   | OK 5 D^jello                        | Mismatch  | has not the digest
                    CLOSE   | OK 4 D^hello                        | Mismatch  | has not the digest
                    CLOSE   | OK 0 D^                             | Mismatch  | has not the digest
                    CLOSE   | OK 999999999999999 D^hello          | TooLarge  | more than the 10,737,418,240 bytes
                    CLOSE   | OK 99999999999999999999 D^hello     | Malformed | in place of
                    CLOSE   | OK -5 D^hello                       | Malformed | in place of
                    CLOSE   | OK 5^hello                          | Malformed | in place of
                    CLOSE   | OK 5 D D^hello                      | Malformed | in place of
                    CLOSE   | HTTP/1.1 400 Bad Request^           | Malformed | the server says 'HTTP/1.1 400 Bad Request'
                    CLOSE   | \u00ff\u00fe^                       | Malformed | not UTF-8
                    CLOSE   | x\u001b[2J^                         | Malformed | \\u001b[2J
                    CLOSE   | BUSY retry-after=soon^              | Malformed | in place of
                    CLOSE   | BUSY retry-after=7 draining^        | Busy      | come back in 7 s
                    CLOSE   | ERROR not-found no \u001b[2J file^  | Refused   | no \\u001b[2J file
                    CLOSE   | ERROR^                              | Malformed | in place of
                    """)
    void aDownloadFailsAsItsTypeSays(
            ScriptedServer.End end, String answer, String type, String message) throws Exception {
        var failure = get(end, limits(message), answer);
        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure).hasMessageContaining(message);
        assertThat(here.resolve("got")).doesNotExist();
        if (!type.equals("Lost")) { // which is resumed
            assertThat(here).isEmptyDirectory();
        }
    }

    @Test
    void anotherFileThanWasAskedForEndsTheResumption() throws Exception {
        assertThat(get(ScriptedServer.End.CLOSE, ONCE, "OK 5 D^hel"))
                .isInstanceOf(FilesException.Lost.class);
        var stat =
                "{\"name\":\"a\",\"size\":5,\"modified\":\"2026-11-21T03:47:02.118Z\",\"sha256\":\"D\"}^";
        assertThat(get(ScriptedServer.End.CLOSE, ONCE, stat, "OK 2 " + "0".repeat(64) + "^lo"))
                .isInstanceOf(FilesException.Changed.class);
        assertThat(here).isEmptyDirectory();
        assertThat(get(ScriptedServer.End.CLOSE, ONCE, "OK 5 D^hel"))
                .isInstanceOf(FilesException.Lost.class);
        assertThat(
                        get(
                                ScriptedServer.End.CLOSE,
                                ONCE,
                                stat,
                                "ERROR invalid the offset is outside^"))
                .isInstanceOf(FilesException.Changed.class);
        assertThat(here).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    STALL | OK ready^                            | Lost      | no answer from
                    STALL | OK ready^ERROR full the disk is full^ | Refused  | the disk is full
                    CLOSE | OK ready^ERROR full the disk is full^ | Refused  | the disk is full
                    STALL | OK ready 99999999999^                | Malformed | bytes of what it cannot have
                    STALL | OK ready -1^                         | Malformed | in place of
                    STALL | READY^                               | Malformed | in place of
                    """)
    void anUploadFailsAsItsTypeSays(
            ScriptedServer.End end, String answer, String type, String message) throws Exception {
        var options =
                PutOptions.ofSize(100_000_000)
                        .sha256(HELLO)
                        .start(new PutOptions.Start.WhereItBroke());
        try (var server = new ScriptedServer(end, answer.replace('^', '\n'));
                var client = FilesClient.to(server.address(), limits(message))) {
            var failure =
                    catchThrowable(() ->
                            client.put(FileName.of("a"), options, new Zeros(), Progress.UNWATCHED));
            assertThat(failure).isInstanceOf(FilesException.class).hasMessageContaining(message);
            assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        }
    }

    @Test
    void bytesThatNobodyHasTakenAreOfferedAgain() throws Exception {
        var stored = "OK 5 " + HELLO + "\n";
        try (var server =
                        new ScriptedServer(
                                ScriptedServer.End.CLOSE,
                                "ERROR busy no turn in time\n",
                                "OK ready\n",
                                stored);
                var client = FilesClient.to(server.address())) {
            var receipt =
                    client.put(
                            FileName.of("a"),
                            PutOptions.ofSize(5),
                            new ByteArrayInputStream("hello".getBytes(UTF_8)),
                            Progress.UNWATCHED);
            assertThat(receipt.sha256()).isEqualTo(HELLO);
        }
    }

    /** As many as are wanted. */
    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return length;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK 5 0", "OK 4 D", "OK 5 E"})
    void anUploadThatIsStoredOtherwiseIsNoSuccess(String answer) throws Exception {
        var last = answer.replace("D", HELLO.hex()).replace("E", "e".repeat(64));
        try (var server = new ScriptedServer(ScriptedServer.End.CLOSE, "OK ready\n", last + "\n")) {
            var failure =
                    failure(
                            server.address(),
                            ONCE,
                            client ->
                                    client.put(
                                            FileName.of("a"),
                                            PutOptions.ofSize(5),
                                            new ByteArrayInputStream("hello".getBytes(UTF_8)),
                                            Progress.UNWATCHED));
            assertThat(failure)
                    .isInstanceOfAny(FilesException.Mismatch.class, FilesException.Malformed.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    []
                    [{"name":"p/a"}]
                    [{"name":"p/../a",SM}]
                    [{"name":"other",SM}]
                    [{"name":"p/b",SM},{"name":"p/a",SM}]
                    [{"name":"p/a",SM},{"name":"p/a",SM}]
                    [{"name":"p/a","size":-5,"modified":"2026-11-21T03:47:02.118Z"}]
                    [{"name":"p/a","size":"big","modified":"2026-11-21T03:47:02.118Z"}]
                    [{"name":"p/a","size":1e99,"modified":"2026-11-21T03:47:02.118Z"}]
                    [{"name":"p/a","size":5,"modified":"yesterday"}]
                    [{"name":{"name":"p/a"},SM}]
                    [{"name":"p/a",SM}
                    [{"name":"p/a",SM}] more
                    {"name":"p/a",SM}
                    [[[[[[[[[[
                    null
                    `"p/a"`
                    """)
    void aListingThatCannotBeIsMalformed(String line) throws Exception {
        var answer =
                line.replace("SM", "\"size\":5,\"modified\":\"2026-11-21T03:47:02.118Z\"") + "\n";
        try (var server = new ScriptedServer(ScriptedServer.End.CLOSE, answer);
                var client = FilesClient.to(server.address(), ONCE)) {
            var failure = catchThrowable(() -> client.list("p/", _ -> {}));
            if (line.equals("[]")) {
                assertThat(failure).isNull();
            } else {
                assertThat(failure).isInstanceOf(FilesException.Malformed.class);
            }
        }
    }

    @Test
    void aLongListingIsAskedForInPages() throws Exception {
        var expected = new ArrayList<String>();
        var page = new StringBuilder("[");
        for (int i = 0; i < 1_000; i++) {
            expected.add("p/" + (10_000 + i));
            page.append(i == 0 ? "" : ",").append(entry("p/" + (10_000 + i)));
        }
        expected.add("p/9");
        try (var server =
                        new ScriptedServer(
                                ScriptedServer.End.CLOSE,
                                page + "]\n",
                                "[" + entry("p/9") + "]\n");
                var client = FilesClient.to(server.address(), ONCE)) {
            var listed = new ArrayList<String>();
            client.list("p/", file -> listed.add(file.name().toString()));
            assertThat(listed).isEqualTo(expected);
        }
    }

    private static String entry(String name) {
        return "{\"name\":\"%s\",\"size\":5,\"modified\":\"2026-11-21T03:47:02.118Z\"}"
                .formatted(name);
    }

    @Test
    void aListingWithoutEndIsMalformed() throws Exception {
        try (var server = new ScriptedServer(ScriptedServer.End.FLOOD, "[")) {
            assertThat(failure(server.address(), ONCE, client -> client.list("", _ -> {})))
                    .isInstanceOf(FilesException.Malformed.class)
                    .hasMessageContaining("an answer has more than 4,194,304 bytes");
        }
    }

    @Test
    void aServerThatTakesNothingIsGivenUp() throws Exception {
        Files.write(here.resolve("large"), new byte[20_000_000]);
        try (var server = new ScriptedServer(ScriptedServer.End.STALL, "OK ready 0\n")) {
            assertThat(
                            failure(
                                    server.address(),
                                    IMPATIENT,
                                    client -> client.put(FileName.of("a"), here.resolve("large"))))
                    .isInstanceOf(FilesException.Lost.class)
                    .hasMessageContaining(SILENT);
        }
    }
}
