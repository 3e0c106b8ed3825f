package dev.usher.services.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class CounterLinesTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final Counter counter = new Counter();
    private TestClient client;

    @BeforeEach
    void connect() throws Exception {
        client = servers.connect(servers.start(counter.on(Server.on(0))));
    }

    @AfterEach
    void close() {
        counter.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 10                            | 12",
                "count 2 10                      | 12",
                "count -5 3                      | -2",
                "-5 3                            | -2",
                "7 0                             | 7",
                "7 -1                            | 7",
                "7 -1e4000                       | 7",
                "1e3 5.0                         | 1005",
                "123456789012345678901234567890 1 | 123456789012345678901234567891",
                "2 1000001   | ERROR invalid at most 1,000,000 repetitions",
                "1.5 1       | ERROR invalid number is not a whole number",
                "1 0.5       | ERROR invalid repetitions is not a whole number",
                "1e999999 1  | ERROR invalid number has more than 4,300 digits",
                "2           | ERROR invalid REPETITIONS is missing",
            })
    void answersALineByALine(String request, String answer) throws Exception {
        client.send(request + "\n");
        // How a command is used, which the commands of every service say, is left out.
        assertThat(client.readLine().split(" \\(usage", 2)[0]).isEqualTo(answer);
    }

    @Test
    void answersJsonRpcWithExactNumbers() throws Exception {
        client.send(
                """
                {"jsonrpc":"2.0","id":1,"method":"count","params":{"number":2,"repetitions":10}}
                {"jsonrpc":"2.0","id":2,"method":"count","params":["123456789012345678901",1]}
                {"jsonrpc":"2.0","id":3,"method":"count","params":[2,1000001]}
                """);
        assertThat(client.readLines(3))
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":12}",
                        "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":123456789012345678902}",
                        "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"code\":-32602,\"message\":"
                                + "\"Invalid params: at most 1,000,000 repetitions\"}}");
    }

    @Test
    void answersKeepTheOrderOfTheRequests() throws Exception {
        client.send("0 1000000\n0 1\n0 200000\nhelp count\n0 2\nquit\n");
        assertThat(client.readLinesToEnd())
                .startsWith("1000000", "1", "200000")
                .endsWith("2", "bye");
    }

    @Test
    void theResultIsAnErrorIfItIsTooLong() throws Exception {
        client.send("9".repeat(4_300) + " 1\n" + "9".repeat(4_300) + " 0\n");
        assertThat(client.readLines(2))
                .isEqualTo(
                        List.of(
                                "ERROR invalid the result has more than 4,300 digits",
                                "9".repeat(4_300)));
    }
}
