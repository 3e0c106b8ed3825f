package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.CloseReason;
import dev.usher.Server;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** File transfer in lockstep with clients that wait for their turn, and with slow ones. */
class SlowLockstepClientsTest extends LockstepSetting {
    // A full server.

    @Test
    void tenClientsAgainstALimitOfThreeHearNothingBeforeTheirTurn() throws Exception {
        var listener = Server.on(0);
        var full = listener.limits(listener.limits().running(3).waiting(6));
        server = servers.start(new Lockstep(store).on(full, console::add));
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < 9; i++) {
            clients.add(connect());
            int waiting = Math.max(0, i - 2);
            servers.await(
                    "as many wait",
                    () -> server.status().getFirst().occupancy().waiting() == waiting);
        }
        end(connect(), "ERROR: server busy");
        for (int i = 0; i < clients.size(); i++) {
            for (int waiting = i + 3; waiting < clients.size(); waiting++) {
                assertThat(clients.get(waiting).available()).isZero();
                assertThat(console).doesNotContain(connected(clients.get(waiting)));
            }
            expect(clients.get(i), "READY");
            clients.get(i).send("GET none.txt");
            end(clients.get(i), "ERROR: none.txt does not exist");
        }
        assertThat(console.stream().filter(line -> line.startsWith("server connected")))
                .containsExactlyElementsOf(clients.stream().map(LockstepTest::connected).toList());
    }

    @Test
    void whoHasWaitedLongEnoughIsToldThatTheServerIsBusy() throws Exception {
        var listener = Server.on(0);
        var limits = listener.limits().running(1).patience(Duration.ofMillis(100));
        server = servers.start(new Lockstep(store).on(listener.limits(limits)));
        var first = connect();
        expect(first, "READY");
        end(connect(), "ERROR: server busy");
        first.send("GET none.txt");
        end(first, "ERROR: none.txt does not exist");
    }

    // Slow clients.

    @Test
    void whoSendsNoSizeHasAnEmptyFile() throws Exception {
        var client = client("PUT empty.txt");
        expect(client, "OK");
        expect(client, "OK"); // when it has said nothing for long enough
        end(client, "DONE");
        assertThat(kept("empty.txt")).isEmpty();
    }

    @Test
    void whoSendsItsSizeLaterThanThatIsServedAllTheSame() throws Exception {
        var client = client("PUT late.txt");
        expect(client, "OK");
        expect(client, "OK");
        client.send(size(5));
        client.send("hello");
        end(client, "DONE");
        assertThat(kept("late.txt")).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void whoSendsNoSizeDoesNotEmptyAFileThatIsThere() throws Exception {
        var listener = Server.on(0);
        var hasty = listener.deadlines(listener.deadlines().request(Duration.ofMillis(5_500)));
        var other = servers.start(new Lockstep(store).on(hasty));
        keep("notes.txt", random(5));
        var client = servers.connect(other);
        expect(client, "READY");
        client.send("PUT notes.txt");
        expect(client, "OK");
        assertThat(client.readToEnd()).asString(UTF_8).startsWith("ERROR: late, ");
        assertThat(kept("notes.txt")).hasSize(5);
        other.cut();
    }

    @Test
    void anUploadIsFinishedThoughTheServerIsStopping() throws Exception {
        var client = client("PUT notes.txt");
        expect(client, "OK");
        client.send(size(5));
        expect(client, "OK");
        client.send("he");
        var idle = connect();
        expect(idle, "READY");
        var drain = Thread.ofVirtual().start(server::drain);
        idle.readToEnd(); // so from here on it is stopping
        idle.close();
        client.send("llo");
        end(client, "DONE");
        client.close();
        drain.join();
        assertThat(kept("notes.txt")).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void whoTakesTooLongForAStepIsToldThatItIsLate() throws Exception {
        var listener = Server.on(0);
        var hasty = listener.deadlines(listener.deadlines().request(Duration.ofMillis(300)));
        var other = servers.start(new Lockstep(store).on(hasty));
        keep("notes.txt", random(5));
        for (var sent : List.of("GE", "GET ", "GET notes.txt")) {
            var client = servers.connect(other);
            expect(client, "READY");
            client.send(sent);
            assertThat(client.readToEnd())
                    .asString(UTF_8)
                    .endsWith("ERROR: late, whole request took more than 1 s");
            client.close();
            assertThat(closed(client)).isEqualTo(CloseReason.LATE_REQUEST);
        }
        other.cut();
    }

    @Test
    void dataThatComesInTricklesIsLateAndDataThatFlowsIsNot() {
        var pace = new LockstepPace(Duration.ofSeconds(30));
        for (int i = 0; i < 1_000; i++) { // twice as fast as it must be
            assertThat(pace.left()).isEqualTo(Duration.ofSeconds(30));
            pace.received(2 * 10 * 1024);
            pace.waited(Duration.ofSeconds(10));
        }
        var trickle = new LockstepPace(Duration.ofSeconds(30));
        for (int i = 0; i < 30; i++) {
            trickle.received(1);
            trickle.waited(Duration.ofSeconds(1));
        }
        assertThat(trickle.left()).isLessThan(Duration.ofSeconds(1));
    }
}
