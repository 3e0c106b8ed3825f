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
}
