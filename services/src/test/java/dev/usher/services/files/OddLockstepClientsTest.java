package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.CloseReason;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** File transfer in lockstep with clients that take its steps in ways of their own, or go away. */
class OddLockstepClientsTest extends LockstepSetting {
    // Odd clients.

    @Test
    void aCommandMayComeInPieces() throws Exception {
        keep("notes.txt", random(5));
        keep("no", random(7));
        // So that they are pieces, and yet less than the pause that ends a command.
        var slow = TestClient.to(server).pause(Duration.ofMillis(50));
        var client = servers.connect(slow);
        expect(client, "READY");
        client.sendInPieces("GET notes.txt".getBytes(UTF_8), 1, 2, 1, 2, 3);
        expect(client, "OK");
        client.sendInPieces("READY".getBytes(UTF_8), 2);
        assertThat(client.read(Long.BYTES)).isEqualTo(size(5));
    }

    @Test
    void aLineIsWholeAtItsEnd() throws Exception {
        keep("notes.txt", random(5));
        var client = client("GET notes.txt\r\n");
        expect(client, "OK");
        client.send("READY\r\n");
        assertThat(client.read(Long.BYTES)).isEqualTo(size(5));
        client.send("OK\r\n");
        assertThat(client.read(5)).isEqualTo(random(5));
        end(client, "DONE");
    }

    @Test
    void aCommandSentBeforeTheTurnIsServedInItsTurn() throws Exception {
        keep("notes.txt", random(5));
        var client = connect();
        client.send("DEL notes.txt");
        end(client, "READYDONE");
    }

    @Test
    void aDeleteThatIsSentTwiceIsOne() throws Exception {
        keep("notes.txt", random(5));
        end(client("DEL notes.txtDEL notes.txt"), "DONE");
        assertThat(isKept("notes.txt")).isFalse();
    }

    @Test
    void aDeleteThatIsSentTwiceInTwoSegmentsIsOneToo() throws Exception {
        keep("notes.txt", random(5));
        var client = client("DEL notes.txt");
        client.send("DEL notes.txt");
        end(client, "DONE");
        assertThat(isKept("notes.txt")).isFalse();
    }

    @Test
    void aFileThatIsCalledLikeTwoDeletesCanBeDeleted() throws Exception {
        keep("a", random(5));
        keep("aDEL a", random(5));
        end(client("DEL aDEL a"), "DONE");
        assertThat(isKept("a")).isTrue();
        assertThat(isKept("aDEL a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 17, 127, 255, 256, 300, 511, 512, 65_536, 3_000_000})
    void aSizeMayHaveAsManyBytesAsTheNumberHasBits(int length) throws Exception {
        assertThat(bits(17)).hasSize(5);
        assertThat(bits(300)).hasSize(9);
        assertThat(bits(3_000_000)).hasSize(22);
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(bits(length));
        expect(client, "OK");
        client.send(random(length));
        end(client, "DONE");
        assertThat(kept("notes.txt")).isEqualTo(random(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17, 300, 65_536})
    void sizeAndDataMayComeTogether(int length) throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(join(size(length), random(length)));
        end(client, "OKDONE");
        assertThat(kept("notes.txt")).isEqualTo(random(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 512, 65_536})
    void aLongSizeAndDataMayComeTogether(int length) throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(join(bits(length), random(length)));
        end(client, "OKDONE");
        assertThat(kept("notes.txt")).isEqualTo(random(length));
    }

    @Test
    void theBeginningOfTheDataMayComeWithTheSize() throws Exception {
        var content = random(100_000);
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(join(size(content.length), Arrays.copyOf(content, 3)));
        expect(client, "OK");
        client.send(Arrays.copyOfRange(content, 3, content.length));
        end(client, "DONE");
        assertThat(kept("notes.txt")).isEqualTo(content);
    }

    @Test
    void moreDataThanWasAnnouncedIsAnError() throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(join(size(5), random(7)));
        end(client, "ERROR: unable to create file notes.txt");
        assertThat(isKept("notes.txt")).isFalse();
    }

    @Test
    void aSizeMayComeByteByByte() throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.sendByteByByte(size(5));
        expect(client, "OK");
        client.sendByteByByte(random(5));
        end(client, "DONE");
        assertThat(kept("notes.txt")).isEqualTo(random(5));
    }

    // Clients that go.

    @Test
    void ofAnUploadThatBreaksOffNothingIsThere() throws Exception {
        keep("old.txt", random(50));
        for (var name : List.of("new.txt", "old.txt")) {
            var client = client("PUT " + name);
            expect(client, "OK");
            client.send(size(1_000_000));
            expect(client, "OK");
            client.send(random(500_000));
            client.close();
            assertThat(closed(client)).isIn(CloseReason.CLIENT_CUT_SHORT, CloseReason.CLIENT_LOST);
        }
        assertThat(isKept("new.txt")).isFalse();
        assertThat(kept("old.txt")).isEqualTo(random(50));
    }

    @Test
    void whoClosesItsSideInTheMiddleIsTold() throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(size(5));
        expect(client, "OK");
        client.send("abc");
        client.endOutput();
        end(client, "ERROR: the last request has no end");
        assertThat(isKept("notes.txt")).isFalse();
    }

    @Test
    void whoClosesItsSideAfterTheCommandIsServed() throws Exception {
        keep("notes.txt", random(5));
        var client = client("DEL notes.txt");
        client.endOutput();
        end(client, "DONE");
    }

    @Test
    void whoOnlyLooksInHasDoneNothingWrong() throws Exception {
        var client = connect();
        client.endOutput();
        end(client, "READY");
        assertThat(closed(client)).isEqualTo(CloseReason.CLIENT_CLOSED);
    }

    @Test
    void clientsThatVanishGiveTheirPlacesBack() throws Exception {
        keep("notes.txt", random(3_000_000));
        for (int i = 0; i < 5; i++) {
            connect().reset();
            client("GET notes.txt").reset();
            var client = client("GET notes.txt");
            expect(client, "OK");
            client.send("READY");
            client.read(Long.BYTES);
            client.send("OK");
            client.read(1_000);
            client.reset();
        }
        servers.await(
                "nobody is inside", () -> server.status().getFirst().occupancy().running() == 0);
        put("notes.txt", random(5));
    }
}
