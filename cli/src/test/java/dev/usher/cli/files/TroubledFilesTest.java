package dev.usher.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code usher files} and servers that are busy, break off, or say one thing again and again. */
@Timeout(120)
class TroubledFilesTest extends FilesAtTheShell {
    /** What happens to the nth connection. */
    private interface Fate {
        void befall(Socket client, int n) throws IOException;
    }

    private static ServerSocket listening(Fate fate) throws IOException {
        var listening = new ServerSocket(0, 50, HERE);
        var n = new AtomicInteger();
        Thread.startVirtualThread(() -> {
            while (!listening.isClosed()) {
                try (var client = listening.accept()) {
                    fate.befall(client, n.getAndIncrement());
                } catch (IOException cut) {
                    // The next one, if there is to be one.
                }
            }
        });
        return listening;
    }

    /** Passes bytes on, and after so many of them none. */
    private void relay(Socket client, int most) throws IOException {
        try (var onward = new Socket(HERE, server.port())) {
            var there = Thread.startVirtualThread(() -> pass(client, onward, most));
            pass(onward, client, most);
            there.join();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    /** In the end both are closed, so that the other direction ends as well. */
    private static void pass(Socket from, Socket to, int most) {
        try (from;
                to) {
            var piece = new byte[8192];
            for (int left = most; left > 0; ) {
                int count = from.getInputStream().read(piece, 0, Math.min(left, piece.length));
                if (count < 0) {
                    return;
                }
                to.getOutputStream().write(piece, 0, count);
                left -= count;
            }
        } catch (IOException cut) {
            // by the other direction
        }
    }

    @Test
    void lostConnectionsAreGoneOnAfter() throws Exception {
        var content = random(5_000_000);
        var connections = new AtomicInteger();
        try (var relay =
                listening((client, _) -> {
                    connections.incrementAndGet();
                    relay(client, 1_500_000);
                })) {
            assertThat(usher(relay.getLocalPort(), "put", file("large", content))).isZero();
            assertThat(err.toString()).isEmpty();
            assertThat(out.toString()).startsWith("large 5000000 ");
            assertThat(connections.getAndSet(0)).isGreaterThan(3);
            assertThat(usher(relay.getLocalPort(), "get", "large", "--to", "" + there)).isZero();
            assertThat(err.toString()).isEmpty();
            assertThat(connections.get()).isGreaterThan(3);
        }
        assertThat(there.resolve("large")).hasBinaryContent(content);
        assertThat(names(there)).containsExactly("large");
    }

    @Test
    void aBusyServerIsComeBackTo() throws Exception {
        try (var busy =
                listening((client, n) -> {
                    if (n < 3) {
                        say(client, "BUSY retry-after=0 running=1/1 waiting=0/0\n");
                    } else {
                        relay(client, 10_000_000);
                    }
                })) {
            assertThat(usher(busy.getLocalPort(), "put", file("a", "hello"))).isZero();
            assertShown("a 5 " + sha256("hello") + "\n");
        }
    }

    /** Waits for a command, and answers. */
    private static void say(Socket client, String answer) throws IOException {
        if (client.getInputStream().read(new byte[4096]) >= 0) {
            client.getOutputStream().write(answer.getBytes(UTF_8));
        }
    }

    @Test
    void aFileThatIsBeingReadForItsDigestIsComeBackTo() throws Exception {
        var content = random(100_000);
        usher("put", file("large", content));
        var asked = new AtomicInteger();
        try (var reading =
                listening((client, n) -> {
                    asked.incrementAndGet();
                    if (n < 4) { // each time further, which is progress: patience begins anew
                        say(
                                client,
                                "ERROR digesting %d of 9 bytes have been read for the digest; come"
                                                .formatted(n)
                                        + " back later\n");
                    } else {
                        relay(client, 10_000_000);
                    }
                })) {
            assertThat(usher(reading.getLocalPort(), "get", "large", "--to", "" + there)).isZero();
            assertThat(err.toString()).isEmpty();
        }
        assertThat(asked.get()).isEqualTo(5);
        assertThat(there.resolve("large")).hasBinaryContent(content);
    }

    @Test
    void aFileWhoseReadingGoesNoFurtherIsGivenUp() throws Exception {
        var stuck = "ERROR digesting 5 of 9 bytes have been read for the digest; come back later";
        try (var reading = listening((client, _) -> say(client, stuck + "\n"))) {
            assertThat(
                            usher(
                                    reading.getLocalPort(),
                                    "get",
                                    "large",
                                    "--patience",
                                    "0.5",
                                    "--to",
                                    "" + there))
                    .isEqualTo(1);
            assertComplaint(
                    "large: gave up after 0.5 s without progress: "
                            + stuck.substring("ERROR digesting ".length()));
        }
        assertThat(names(there)).isEmpty();
    }

    @Test
    void howLargeAFileMayBeThatComesIsAnOption() throws Exception {
        usher("put", file("a", "hello"));
        assertThat(usher("get", "a", "--to", "" + there, "--max-file-size", "4")).isEqualTo(1);
        assertComplaint(
                "a: a has more than the 4 bytes that a file may have here; take more with"
                        + " --max-file-size");
        assertThat(names(there)).isEmpty();
        assertThat(usher("get", "a", "--to", "" + there, "--max-file-size", "5")).isZero();
        assertThat(there.resolve("a")).hasContent("hello");
        // What the client must not mind is a matter of its limit alone.
        var announced = "OK 20000000000 " + "0".repeat(64) + "\n";
        try (var large = listening((client, _) -> say(client, announced))) {
            assertThat(
                            usher(
                                    large.getLocalPort(),
                                    "get",
                                    "b",
                                    "--to",
                                    "" + there,
                                    "--max-file-size",
                                    "20G",
                                    "--patience",
                                    "0.3"))
                    .isEqualTo(1);
            assertThat(err.toString()).startsWith("usher: b: gave up after 0.3 s");
        }
    }

    @Test
    void aServerThatIsBusyForTooLongIsGivenUp() throws Exception {
        try (var busy =
                listening((client, _) ->
                        say(client, "BUSY retry-after=90 running=1/1 waiting=0/0\n"))) {
            assertThat(usher(busy.getLocalPort(), "list")).isEqualTo(1);
            assertComplaint(
                    "gave up: the server is busy; it says to come back in 90 s, and patience is 60"
                            + " s");
        }
    }

    @Test
    void aServerThatAlwaysBreaksOffIsGivenUp() throws Exception {
        try (var broken = listening((client, _) -> say(client, "OK 5 "))) {
            assertThat(
                            usher(
                                    broken.getLocalPort(),
                                    "get",
                                    "a",
                                    "b",
                                    "--parallel",
                                    "1",
                                    "--patience",
                                    "0.5",
                                    "--to",
                                    "" + there))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .startsWith(
                            "usher: a: gave up after 0.5 s without progress: lost the connection")
                    .contains("usher: 1 more file not tried");
            assertThat(names(there)).isEmpty();
        }
    }

    @Test
    void anUploadWhoseAnswerWasLostIsFoundOut() throws Exception {
        usher("put", file("a", "hello"));
        try (var forgetful =
                listening((client, n) -> {
                    if (n == 0) {
                        say(client, "OK ready 0\n");
                        client.getInputStream().read(new byte[5]);
                    } else {
                        relay(client, 10_000_000);
                    }
                })) {
            assertThat(usher(forgetful.getLocalPort(), "put", file("a", "hello"), "--if-absent"))
                    .isZero();
            assertShown("a 5 " + sha256("hello") + "\n");
        }
    }

    @Test
    void aDeletionWhoseAnswerWasLostIsNotRepeated() throws Exception {
        try (var forgetful = listening((client, _) -> say(client, ""))) {
            assertThat(usher(forgetful.getLocalPort(), "delete", "a")).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("usher: a: lost the connection to 127.0.0.1:")
                    .contains("; whether it was done is not known");
        }
    }
}
