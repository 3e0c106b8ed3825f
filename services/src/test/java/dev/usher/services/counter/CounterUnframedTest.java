package dev.usher.services.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.Server;
import dev.usher.services.python.PythonText;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

class CounterUnframedTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final Counter counter = new Counter();
    private final List<String> console = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = servers.start(counter.unframed(Server.on(0), console::add));
    }

    @AfterEach
    void close() {
        gate.countDown();
        counter.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2 10, 12",
        "-5 3, -2",
        "7 0, 7",
        "7 -100000000000000000000, 7",
        "+1_0 ٣, 13",
        "99999999999999999999 1, 100000000000000000000",
        "0 5000, 5000",
    })
    void countsUpFromTheNumber(String request, String answer) throws Exception {
        assertThat(ask(servers.connect(server), request)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "x, two",
        "2, two",
        "1 2 3, two",
        "2 x, whole",
        "1.5 2, whole",
        "2 1000001, 1000001",
        "2 99999999999999999999, 1000001",
    })
    void saysWhatIsWrongAndGoesOn(String request, String why) throws Exception {
        var error =
                switch (why) {
                    case "two" -> "Error: two whole numbers are needed, such as 2 10";
                    case "whole" -> "Error: that is not a whole number";
                    default -> "Error: at most 1,000,000 repetitions";
                };
        var client = servers.connect(server);
        client.send(request);
        assertThat(client.read(error.length())).asString().isEqualTo(error);
        assertThat(ask(client, "2 10")).isEqualTo("12");
    }

    @Test
    void aMillionRepetitionsAreCounted() throws Exception {
        var quiet = servers.start(counter.unframed(Server.on(0)));
        var client = servers.connect(quiet);
        client.send("1 1000000");
        assertThat(client.read(7)).asString().isEqualTo("1000001");
    }

    @Test
    void theResultIsAnErrorIfItIsTooLong() throws Exception {
        var client = servers.connect(server);
        var error = "Error: the result has more than 4,300 digits";
        client.send("9".repeat(4_300) + " 1");
        assertThat(client.read(error.length())).asString().isEqualTo(error);
    }

    @Test
    void whatIsNotUtf8IsAnErrorAndTheClientGoesOn() throws Exception {
        var client = servers.connect(server);
        client.send(new byte[] {'2', ' ', (byte) 0xff});
        var error = "Error: that is not a whole number";
        assertThat(client.read(error.length())).asString().isEqualTo(error);
        assertThat(ask(client, "2 10")).isEqualTo("12");
    }

    @Test
    void aDigitThatIsCutInTwoWaitsForItsRest() throws Exception {
        var client = servers.connect(server);
        var request = "2 1٣".getBytes(StandardCharsets.UTF_8);
        client.sendInPieces(request, request.length - 1);
        assertThat(client.read(2)).asString().isEqualTo("15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", " STOP\n"})
    void stopCloses(String stop) throws Exception {
        var client = servers.connect(server);
        assertThat(ask(client, "2 10")).isEqualTo("12");
        client.send(stop);
        assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
    }

    @Test
    void requestsAreTakenWhileOthersAreCountedAndAnsweredInTheirOrder() throws Exception {
        var client = servers.connect(startHoldingUpTheFirstIncrement());
        client.send("2 1");
        awaitFirstIncrement();
        client.send("7 1");
        var second = "Server sent the result 8 to the client";
        servers.await("the second request has its result", () -> console.contains(second));
        assertThat(client.available()).isZero();
        gate.countDown();
        assertThat(client.read(2)).asString().isEqualTo("38");
    }

    @Test
    void whatWasAskedBeforeStopIsAnswered() throws Exception {
        var client = servers.connect(startHoldingUpTheFirstIncrement());
        client.send("2 1");
        awaitFirstIncrement();
        client.send("STOP");
        gate.countDown();
        assertThat(client.readToEnd()).asString().isEqualTo("3");
    }

    /** One whose tasks count, except for the first, which waits for the gate. */
    private Server startHoldingUpTheFirstIncrement() throws IOException {
        var isFirst = new AtomicBoolean(true);
        return servers.start(
                counter.unframed(
                        Server.on(0),
                        line -> {
                            console.add(line);
                            if (line.startsWith("Server counts") && isFirst.getAndSet(false)) {
                                await(gate);
                            }
                        }));
    }

    /** A task that only has a thread may yet be overtaken. */
    private void awaitFirstIncrement() throws Exception {
        servers.await(
                "it is being counted",
                () -> console.stream().anyMatch(line -> line.startsWith("Server counts")));
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    @Test
    void theConsoleShowsWhatTheCourseShows() throws Exception {
        var client = servers.connect(server);
        assertThat(ask(client, "2 1")).isEqualTo("3");
        assertThat(ask(client, "7 3")).isEqualTo("10");
        client.send("STOP");
        client.awaitEnd();
        client.close();
        servers.await("the console has told the end", () -> console.size() == 9);

        var address = "127.0.0.1:" + client.address().getPort();
        assertThat(console)
                .startsWith(
                        "Server listening on port: " + server.port() + " ...",
                        "Accepted connection from " + address,
                        "Server counts 2 in thread %1$s.0 for connection %1$s".formatted(address),
                        "Server sent the result 3 to the client")
                .endsWith(
                        "Server sent the result 10 to the client",
                        "Connection closed with " + address);
        var counted = console.subList(4, 7);
        assertThat(counted)
                .allMatch(line -> line.endsWith(" for connection " + address))
                .extracting(line -> PythonText.split(line).get(2))
                .containsExactlyInAnyOrder("7", "8", "9");
        assertThat(counted)
                .extracting(line -> PythonText.split(line).get(5))
                .containsExactlyInAnyOrder(address + ".0", address + ".1", address + ".2");
    }

    @Test
    void aClientThatIsTurnedAwayIsNeitherAcceptedNorClosed() throws Exception {
        var listener = Server.on(0);
        var limits = listener.limits().running(1).waiting(0);
        var full = servers.start(counter.unframed(listener.limits(limits), console::add));
        assertThat(ask(servers.connect(full), "2 10")).isEqualTo("12");
        var second = servers.connect(full);
        assertThat(second.readToEnd()).asString().isEqualTo("Error: busy");
        second.close();
        servers.events().await(Event.Closed.class, second);
        var address = "127.0.0.1:" + second.address().getPort();
        assertThat(console).noneMatch(line -> line.contains(address));
    }

    private static String ask(TestClient client, String request) throws IOException {
        client.send(request);
        var answer = new StringBuilder();
        do {
            answer.append(new String(client.read(1), StandardCharsets.US_ASCII));
        } while (client.available() > 0);
        return answer.toString();
    }
}
