package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Call;
import dev.usher.Listener;
import dev.usher.Outbox;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Who answers a batch keeps the right to write, and lends it while a service runs. */
class LentOutboxTest {
    private static final int ROUNDS = 2_000;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final Gate gate = new Gate();
    private final CompletableFuture<Outbox<String>> held = new CompletableFuture<>();

    @Test
    void aPushArrivesWhileTheServiceBehindAnAnswerStillRuns() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("one\nhold\ntwo\n");

        held.get().send("news");

        assertThat(client.readLines(2)).containsExactly("one", "news");
        gate.open();
        assertThat(client.readLines(2)).containsExactly("hold", "two");
    }

    @Test
    void anAnswerLeavesWhileTheServiceBehindItStillRuns() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("one\nhold\n");
        assertThat(client.readLine()).isEqualTo("one");
        gate.open();
        assertThat(client.readLine()).isEqualTo("hold");
    }

    @Test
    void aPushArrivesWhileAServiceRunsThatHeedsNoCancel() throws Exception {
        var clock = new ManualClock();
        var client = servers.connect(servers.start(clock, listener()));
        client.send("one\nstubborn\ntwo\n");
        servers.await("the service is held", () -> gate.held() == 1);
        clock.advance(Duration.ofSeconds(61));
        servers.await("it was interrupted", () -> gate.interrupts() == 1);

        held.get().send("news");

        assertThat(client.readLines(2)).containsExactly("one", "news");
        gate.open();
        assertThat(client.readLine()).startsWith("ERROR late");
        assertThat(client.readLine()).isEqualTo("two");
    }

    @Test
    void aServiceMayWaitForItsClientBehindAnAnswer() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("one\nread\n");
        assertThat(client.readLine()).isEqualTo("one");
        client.send("x");
        assertThat(client.readLine()).isEqualTo("read x");
        client.send("two\n");
        assertThat(client.readLine()).isEqualTo("two");
    }

    @Test
    void whatServicesPushToTheirOwnClientKeepsItsPlaceBeforeTheirAnswers() throws Exception {
        var client = servers.connect(servers.start(listener()));
        var expected = new ArrayList<String>();
        IntStream.range(0, ROUNDS).forEach(i -> expected.add("push " + i));
        var sent = client.sendMeanwhile(String.join("\n", expected) + "\n");
        for (var request : expected) {
            assertThat(client.readLines(2)).containsExactly("of " + request, request);
        }
        sent.join();
    }

    @Test
    void pushesDuringABatchOfServicesThatPushLoseNothing() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("hold\n");
        var outbox = held.get();
        gate.open();
        var pusher =
                Thread.ofVirtual()
                        .start(() -> IntStream.range(0, ROUNDS).forEach(i -> outbox.send("p" + i)));
        var requests = IntStream.range(0, ROUNDS).mapToObj(i -> "push " + i).toList();
        var sent = client.sendMeanwhile(String.join("\n", requests) + "\n");

        var received = client.readLines(1 + 3 * ROUNDS);

        assertThat(received).filteredOn(line -> line.startsWith("push ")).isEqualTo(requests);
        assertThat(received).filteredOn(line -> line.startsWith("of ")).hasSize(ROUNDS);
        assertThat(received)
                .filteredOn(line -> line.startsWith("p") && !line.contains(" "))
                .isEqualTo(IntStream.range(0, ROUNDS).mapToObj(i -> "p" + i).toList());
        sent.join();
        pusher.join();
    }

    private Listener listener() {
        return Server.on(0).serve(Lines.utf8(), this::answer);
    }

    private String answer(String line, Call<String> call) throws Exception {
        switch (line) {
            case "hold" -> {
                held.complete(call.outbox());
                gate.hold();
            }
            case "stubborn" -> {
                held.complete(call.outbox());
                gate.holdStubbornly();
            }
            case "read" -> {
                return "read " + (char) call.connection().input().read();
            }
            default -> {
                if (line.startsWith("push ")) {
                    call.outbox().send("of " + line);
                }
            }
        }
        return line;
    }
}
