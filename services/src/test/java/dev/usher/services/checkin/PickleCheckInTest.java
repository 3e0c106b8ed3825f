package dev.usher.services.checkin;

import static dev.usher.services.checkin.Transcript.ACKNOWLEDGEMENT;
import static dev.usher.services.checkin.Transcript.ALICE;
import static dev.usher.services.checkin.Transcript.ALICE_ON_THE_CONSOLE;
import static dev.usher.services.checkin.Transcript.BOB;
import static dev.usher.services.checkin.Transcript.NONE;
import static dev.usher.services.checkin.Transcript.error;
import static dev.usher.services.checkin.Transcript.greeting;
import static dev.usher.services.checkin.Transcript.join;
import static dev.usher.services.checkin.Transcript.student;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class PickleCheckInTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00.123Z");

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final Roster roster = Roster.inMemory(3);
    private final CheckIn checkIn =
            new CheckIn(roster, InstantSource.fixed(NOW.plusNanos(456_789)));
    private final List<String> console = new CopyOnWriteArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = servers.start(checkIn.pickle(Server.on(0), console::add));
    }

    @Test
    void theIdComesAtOnceThenTheAcknowledgementThenNone() throws Exception {
        var client = connect();
        client.send(ALICE);
        assertThat(client.read(ACKNOWLEDGEMENT.length)).isEqualTo(ACKNOWLEDGEMENT);
        assertThat(client.readToEnd()).isEqualTo(NONE);
        assertThat(roster.entries())
                .containsExactly(
                        new Roster.Entry(
                                "Alice Brown",
                                "abrown",
                                "123456789",
                                client.address().getPort(),
                                NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // As pickle.dumps writes it in each protocol, 0 to 5.
                "286470300a5673747564656e745f6e616d650a70310a56416c6963652042726f776e0a70320a7356676974"
                    + "6875625f757365726e616d650a70330a566162726f776e0a70340a73567369640a70350a49313233"
                    + "3435363738390a732e",
                "7d710028580c00000073747564656e745f6e616d657101580b000000416c6963652042726f776e7102580f"
                    + "0000006769746875625f757365726e616d65710358060000006162726f776e710458030000007369"
                    + "6471054a15cd5b07752e",
                "80027d710028580c00000073747564656e745f6e616d657101580b000000416c6963652042726f776e7102"
                    + "580f0000006769746875625f757365726e616d65710358060000006162726f776e71045803000000"
                    + "73696471054a15cd5b07752e",
                "80037d710028580c00000073747564656e745f6e616d657101580b000000416c6963652042726f776e7102"
                    + "580f0000006769746875625f757365726e616d65710358060000006162726f776e71045803000000"
                    + "73696471054a15cd5b07752e",
                "80049548000000000000007d94288c0c73747564656e745f6e616d65948c0b416c6963652042726f776e94"
                    + "8c0f6769746875625f757365726e616d65948c066162726f776e948c03736964944a15cd5b07752e",
                "80059548000000000000007d94288c0c73747564656e745f6e616d65948c0b416c6963652042726f776e94"
                    + "8c0f6769746875625f757365726e616d65948c066162726f776e948c03736964944a15cd5b07752e",
            })
    void everyPickleProtocolChecksIn(String hexadecimal) throws Exception {
        var client = connect();
        client.send(Transcript.bytes(hexadecimal));
        assertThat(client.readToEnd()).isEqualTo(join(ACKNOWLEDGEMENT, NONE));
        assertThat(console).last().isEqualTo(ALICE_ON_THE_CONSOLE);
    }

    @Test
    void keysComeInAnyOrderAmongOthersAndTheSidMayBeText() throws Exception {
        var client = connect();
        client.send(BOB);
        assertThat(client.readToEnd()).isEqualTo(join(ACKNOWLEDGEMENT, NONE));
        assertThat(console)
                .last()
                .isEqualTo("Connected: Student: Bob Chen, Github Username: bchen, sid: s-1");
    }

    @Test
    void aValueMayArriveByteByByte() throws Exception {
        var client = connect();
        client.sendByteByByte(ALICE);
        assertThat(client.readToEnd()).isEqualTo(join(ACKNOWLEDGEMENT, NONE));
    }

    @Test
    void eachOfManyValuesInOneSegmentHasItsAcknowledgement() throws Exception {
        var client = connect();
        client.send(join(ALICE, BOB, ALICE));
        assertThat(client.readToEnd())
                .isEqualTo(join(ACKNOWLEDGEMENT, ACKNOWLEDGEMENT, ACKNOWLEDGEMENT, NONE));
        assertThat(roster.entries())
                .extracting(Roster.Entry::sid)
                .containsExactly("123456789", "s-1");
    }

    @Test
    void aValueThatHasBegunToArriveIsWaitedFor() throws Exception {
        var client = connect();
        client.send(join(ALICE, new byte[] {BOB[0]}));
        assertThat(client.read(ACKNOWLEDGEMENT.length)).isEqualTo(ACKNOWLEDGEMENT);
        client.send(Arrays.copyOfRange(BOB, 1, BOB.length));
        assertThat(client.readToEnd()).isEqualTo(join(ACKNOWLEDGEMENT, NONE));
    }

    @Test
    void whoClosesItsSideAfterTheDictStillHasEverything() throws Exception {
        var client = connect();
        client.send(ALICE);
        client.endOutput();
        assertThat(client.readToEnd()).isEqualTo(join(ACKNOWLEDGEMENT, NONE));
    }

    @Test
    void whoClosesItsSideWithoutAWordHasTheIdAndNothingElse() throws Exception {
        var client = connect();
        client.endOutput();
        assertThat(client.readToEnd()).isEmpty();
        assertThat(closed(client)).isEqualTo(CloseReason.CLIENT_CLOSED);
    }

    @Test
    void theConsoleShowsTheCoursesLinesBeforeTheAcknowledgement() throws Exception {
        var client = connect();
        client.send(ALICE);
        client.read(ACKNOWLEDGEMENT.length);
        assertThat(console)
                .containsExactly("Listening at 127.0.0.1/" + server.port(), ALICE_ON_THE_CONSOLE);
        assertThat(client.readToEnd()).isEqualTo(NONE);
    }

    @Test
    void theConsoleShowsWhatTurnsTheDirectionOfWritingEscaped() throws Exception {
        var client = connect();
        client.send(student("Zoë \u202eB 🙂", "z", "7"));
        client.readToEnd();
        assertThat(console)
                .last()
                .isEqualTo("Connected: Student: Zoë \\u202eB 🙂, Github Username: z, sid: 7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4b012e     | a dict with student_name, github_username and sid is needed, not int",
                "4e2e       | a dict with student_name, github_username and sid is needed, not"
                        + " NoneType",
                "5d2e       | a dict with student_name, github_username and sid is needed, not"
                        + " list",
                "7d2e       | student_name is missing",
                "7d580c00000073747564656e745f6e616d654e732e | student_name is NoneType, not str",
            })
    void whatIsNoStudentIsAnErrorAndTheClientGoesOn(String pickle, String why) throws Exception {
        saysAndGoesOn(Transcript.bytes(pickle), why);
    }

    @Test
    void aDictWithoutSidIsAnErrorAndTheClientGoesOn() throws Exception {
        saysAndGoesOn(
                Transcript.dict("student_name", "A", "github_username", "a"), "sid is missing");
    }

    @Test
    void trueIsNoSid() throws Exception {
        // As ALICE, with NEWTRUE in place of the number and its memo; no FRAME around it.
        var program = HexFormat.of().formatHex(ALICE);
        var dict = "8004" + program.substring(22).replace("4a15cd5b07752e", "88752e");
        saysAndGoesOn(Transcript.bytes(dict), "sid is bool, not int or str");
    }

    @Test
    void textsHaveLimitsAndNoControlCharacters() throws Exception {
        saysAndGoesOn(student("n".repeat(201), "g", "1"), "the name has more than 200 characters");
        saysAndGoesOn(
                student("n", "g".repeat(101), "1"),
                "the GitHub username has more than 100 characters");
        saysAndGoesOn(student("n", "g", "1".repeat(65)), "the sid has more than 64 characters");
        saysAndGoesOn(student("n\nConnected: ", "g", "1"), "the name has a control character");
        saysAndGoesOn(student("n", "g\u2028", "1"), "the GitHub username has a control character");
        saysAndGoesOn(student("n", "g", "\u001b[2J"), "the sid has a control character");
        saysAndGoesOn(student("n", "g", " "), "the sid is empty");
        assertThat(roster.entries()).extracting(Roster.Entry::sid).containsOnly("123456789");
    }

    private void saysAndGoesOn(byte[] wrong, String why) throws IOException {
        var client = connect();
        client.send(wrong);
        var words = error(why);
        assertThat(text(client.read(words.length))).isEqualTo(text(words));
        client.send(ALICE);
        assertThat(client.readToEnd()).isEqualTo(join(ACKNOWLEDGEMENT, NONE));
    }

    @Test
    void aFullRosterIsAnErrorForNewStudentsOnly() throws Exception {
        for (var sid : List.of("1", "2", "3")) {
            var client = connect();
            client.send(student("N", "g", sid));
            client.readToEnd();
        }
        var client = connect();
        client.send(join(ALICE, student("M", "g", "2")));
        assertThat(text(client.readToEnd()))
                .isEqualTo(
                        text(join(error("the roster is full: 3 students"), ACKNOWLEDGEMENT, NONE)));
        assertThat(roster.entries()).extracting(Roster.Entry::name).containsExactly("N", "M", "N");
    }

    @ParameterizedTest
    @CsvSource({
        // os.system, called by REDUCE: refused at its first opcode, before any is executed.
        "80026370 6f736978 0a737973 74656d0a 71005804 00000065 63686f71 01857102 5271032e, GLOBAL",
        "82012e, EXT1",
        "4e522e, REDUCE",
    })
    void ofAHostilePickleTheClientIsToldAndClosed(String pickle, String opcode) throws Exception {
        var neighbour = connect();
        var client = connect();
        client.send(Transcript.bytes(pickle.replace(" ", "")));
        assertThat(text(client.readToEnd())).isEqualTo(text(error(opcode + " is not allowed")));
        assertThat(closed(client)).isEqualTo(CloseReason.MALFORMED);
        neighbour.send(ALICE);
        assertThat(neighbour.readToEnd()).isEqualTo(join(ACKNOWLEDGEMENT, NONE));
        assertThat(roster.entries()).hasSize(1);
    }

    @Test
    void whatIsNoPickleIsAnErrorAndTheEnd() throws Exception {
        var client = connect();
        client.send("GET / HTTP/1.1\r\n\r\n");
        assertThat(text(client.readToEnd())).contains("ERROR: ");
        assertThat(closed(client)).isEqualTo(CloseReason.MALFORMED);
    }

    @Test
    void aLengthOfTwoGigabytesIsRefusedBeforeItsBytesCome() throws Exception {
        var client = connect();
        client.send(Transcript.bytes("800258ffffff7f"));
        assertThat(text(client.readToEnd())).contains("ERROR: a request may have 65536 bytes");
        assertThat(closed(client)).isEqualTo(CloseReason.TOO_LONG);
    }

    @Test
    void aClientThatVanishesCostsNobodyAnything() throws Exception {
        for (int sent = 0; sent <= ALICE.length; sent += 16) {
            var client = connect();
            client.send(Arrays.copyOf(ALICE, sent));
            client.reset();
            closed(client);
        }
        var last = connect();
        last.send(ALICE);
        last.close();
        closed(last);
        servers.await("who vanished after the dict is noted", () -> console.size() == 2);
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }

    @Test
    void whoFindsNoPlaceIsToldWhenToComeAgain() throws Exception {
        var full = servers.start(checkIn.pickle(onePlace()));
        var first = connect(full);
        var second = servers.connect(full);
        assertThat(text(second.readToEnd())).isEqualTo(text(error("busy, retry after 2 seconds")));
        first.send(ALICE);
        assertThat(first.readToEnd()).isEqualTo(join(ACKNOWLEDGEMENT, NONE));
    }

    private static Listener onePlace() {
        var listener = Server.on(0);
        return listener.limits(listener.limits().running(1).waiting(0));
    }

    @Test
    void whoComesTooLateIsToldSo() throws Exception {
        var listener = Server.on(0);
        var hasty =
                listener.deadlines(
                        listener.deadlines()
                                .firstByte(Duration.ofMillis(1))
                                .request(Duration.ofMillis(1)));
        var client = connect(servers.start(checkIn.pickle(hasty)));
        assertThat(text(client.readToEnd()))
                .isEqualTo(text(error("late, first byte took more than 1 s")));
    }

    @Test
    void aStopLetsTheCheckInThatHasArrivedFinish() throws Exception {
        var idle = connect();
        var client = connect();
        client.send(ALICE);
        servers.await("the check-in has arrived", () -> console.contains(ALICE_ON_THE_CONSOLE));
        server.drain();
        assertThat(client.readToEnd()).isEqualTo(join(ACKNOWLEDGEMENT, NONE));
        assertThat(idle.readToEnd()).isEmpty();
    }

    private TestClient connect() throws IOException {
        return connect(server);
    }

    /** A client that has its id. */
    private TestClient connect(Server server) throws IOException {
        var client = servers.connect(server);
        var greeting = greeting(client);
        assertThat(client.read(greeting.length)).isEqualTo(greeting);
        return client;
    }

    private CloseReason closed(TestClient client) {
        client.close();
        return servers.events().await(Event.Closed.class, client).reason();
    }

    /** In a failed comparison the words in pickles can be read so, and no byte is lost. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
