package dev.usher.services.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.InstantSource;

class CheckInLinesTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final CheckIn checkIn =
            new CheckIn(
                    Roster.inMemory(2),
                    InstantSource.fixed(Instant.parse("2026-03-02T09:00:00.123456Z")));
    private TestClient client;
    private int port;

    @BeforeEach
    void connect() throws Exception {
        client = servers.connect(servers.start(checkIn.on(Server.on(0))));
        port = client.address().getPort();
    }

    @Test
    void aStudentChecksInAndIsOnTheRoster() throws Exception {
        client.send(
                """
                roster
                checkin abrown 123456789 "Alice Brown"
                checkin bchen 007 Bob
                checkin alice 123456789 Alice
                roster
                """);
        assertThat(client.readLines(5))
                .containsExactly(
                        "[]",
                        "OK client " + port,
                        "OK client " + port,
                        "OK client " + port,
                        ("[{'name':'Alice','github':'alice','sid':'123456789','client':%1$d,"
                             + "'at':'2026-03-02T09:00:00.123Z'},"
                             + "{'name':'Bob','github':'bchen','sid':'007','client':%1$d,"
                             + "'at':'2026-03-02T09:00:00.123Z'}]")
                                .formatted(port)
                                .replace('\'', '"'));
    }

    @Test
    void jsonRpcHasTheClientAsANumber() throws Exception {
        client.send(
                """
                {"jsonrpc":"2.0","id":1,"method":"checkin","params":{"github":"a","sid":"1","name":"A"}}
                {"jsonrpc":"2.0","id":2,"method":"roster"}
                """);
        assertThat(client.readLines(2))
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + port + "}",
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":[{\"name\":\"A\",\"github\":\"a\","
                            + "\"sid\":\"1\",\"client\":"
                                + port
                                + ",\"at\":\"2026-03-02T09:00:00.123Z\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "checkin abrown            | ERROR invalid SID is missing",
                "checkin a 1 \"A\\u001b\"  | ERROR invalid the name has a control character",
                "checkin a 1 \"\"          | ERROR invalid the name is empty",
                "roster limit=0            | ERROR invalid the limit is 0; allowed is 1 and more",
                "roster since=yesterday    | ERROR invalid a time is like 2026-11-21 or"
                        + " 2026-11-21T09:30:00Z",
                "roster since=-9999999-01-01T00:00:00Z | ERROR invalid a time is like 2026-11-21 or"
                        + " 2026-11-21T09:30:00Z",
            })
    void saysWhatIsWrong(String request, String answer) throws Exception {
        client.send(request + "\n");
        // How a command is used, which the commands of every service say, is left out.
        assertThat(client.readLine().split(" \\(usage", 2)[0]).isEqualTo(answer);
    }

    @Test
    void aFullRosterTakesNoNewStudents() throws Exception {
        client.send("checkin a 1 A\ncheckin b 2 B\ncheckin c 3 C\ncheckin d 1 D\n");
        assertThat(client.readLines(4))
                .containsExactly(
                        "OK client " + port,
                        "OK client " + port,
                        "ERROR full the roster is full: 2 students",
                        "OK client " + port);
    }

    @Test
    void theRosterIsAskedForInParts() throws Exception {
        client.send(
                """
                checkin abrown 1 "Alice Brown"
                checkin bob 2 Bob
                roster name="e BR"
                roster github=BOB
                roster sid=3
                roster after=1 limit=1
                roster after=2
                roster since=2026-03-03
                roster after=9
                """);
        var alice = entry("Alice Brown", "abrown", "1");
        var bob = entry("Bob", "bob", "2");
        assertThat(client.readLines(9).subList(2, 9))
                .containsExactly(
                        "[" + alice + "]",
                        "[" + bob + "]",
                        "[]",
                        "[" + bob + "]",
                        "[]",
                        "[]",
                        "ERROR invalid nobody has checked in as 9");
    }

    private String entry(String name, String github, String sid) {
        return "{\"name\":\"%s\",\"github\":\"%s\",\"sid\":\"%s\",\"client\":%d,\"at\":\"%s\"}"
                .formatted(name, github, sid, port, "2026-03-02T09:00:00.123Z");
    }

    @Test
    void theRosterIsExportedForSpreadsheets() throws Exception {
        client.send("checkin abrown 1 \"Brown, Alice\"\ncheckin =x 2 Bob\nexport\nexport sid=1\n");
        var at = ",%d,2026-03-02T09:00:00.123Z\r".formatted(port);
        assertThat(client.readLines(11).subList(2, 11))
                .containsExactly(
                        "OK csv",
                        "name,github,sid,client,at\r",
                        "\"Brown, Alice\",abrown,1" + at,
                        "Bob,\"'=x\",2" + at,
                        "\r",
                        "OK csv",
                        "name,github,sid,client,at\r",
                        "\"Brown, Alice\",abrown,1" + at,
                        "\r");
    }

    @Test
    void eachVisitIsKept() throws Exception {
        client.send("checkin a 1 A\ncheckin b 1 B\nvisits 1\nvisits 1 limit=1\nvisits 2\n");
        assertThat(client.readLines(5).subList(2, 5))
                .containsExactly(
                        "[" + entry("A", "a", "1") + "," + entry("B", "b", "1") + "]",
                        "[" + entry("B", "b", "1") + "]",
                        "[]");
    }

    @Test
    void aLargeRosterIsListedWhole() throws Exception {
        var roster = Roster.inMemory();
        for (int i = 0; i < 10_000; i++) {
            roster.note(new Roster.Entry("Name", "g", "" + i, 1, Instant.EPOCH));
        }
        var other = servers.connect(servers.start(new CheckIn(roster).on(Server.on(0))));
        other.send("roster\nroster limit=1\n");
        var all = other.readLine();
        assertThat(all).startsWith("[{").endsWith("}]").contains("\"sid\":\"9999\"");
        assertThat(all.split("\"sid\"", -1)).hasSize(10_001);
        assertThat(other.readLine()).contains("\"sid\":\"0\"");
    }
}
