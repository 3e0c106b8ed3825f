package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Outbox.WhenFull;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;

/** Why a connection ended, one test for each reason, and what its last event tells besides. */
class CloseReasonsTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final ManualClock clock = new ManualClock();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    @Test
    void clientClosed() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("hello");
        client.close();
        var closed = assertClosed(client, CloseReason.CLIENT_CLOSED);
        assertThat(closed.traffic().requests()).isOne();
        assertThat(closed.traffic().bytesIn()).isEqualTo(6);
        assertThat(closed.traffic().bytesOut()).isEqualTo(6);
    }

    @Test
    void clientClosedWithoutAWord() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.close();
        assertClosed(client, CloseReason.CLIENT_CLOSED);
    }

    @Test
    void serverClosed() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("bye\n");
        assertThat(client.readLinesToEnd()).containsExactly("bye");
        client.close();
        assertClosed(client, CloseReason.SERVER_CLOSED);
    }

    @Test
    void clientLostWhileItWasIdle() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("hello");
        client.reset();
        assertClosed(client, CloseReason.CLIENT_LOST);
    }

    @Test
    void clientLostInTheMiddleOfARequest() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("hello\nhel");
        assertThat(client.readLine()).isEqualTo("hello");
        client.reset();
        assertClosed(client, CloseReason.CLIENT_LOST);
    }

    @Test
    void clientLostWhileItWasAnswered() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("huge\n");
        client.read(1000);
        client.reset();
        assertClosed(client, CloseReason.CLIENT_LOST);
    }

    @Test
    void clientCutShort() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("hel");
        client.close();
        assertClosed(client, CloseReason.CLIENT_CUT_SHORT);
    }

    @Test
    void gaveUp() throws Exception {
        var server = servers.start(listener());
        servers.connect(server);
        var client = servers.connect(server);
        servers.events().await(Event.Waiting.class, client);
        client.close();
        assertClosed(client, CloseReason.GAVE_UP);
    }

    @Test
    void refused() throws Exception {
        var server = servers.start(listener());
        servers.connect(server);
        servers.connect(server);
        var client = servers.connect(server);
        servers.events().await(Event.Refused.class, client);
        assertThat(client.readLine()).startsWith("BUSY");
        client.close();
        assertClosed(client, CloseReason.REFUSED);
    }

    @Test
    void refusedForItsAddress() throws Exception {
        var server = servers.start(listener().limits(Limits.defaults().perAddress(1)));
        servers.connect(server);
        var client = servers.connect(server);
        assertThat(client.readLine()).startsWith("BUSY");
        client.close();
        assertClosed(client, CloseReason.REFUSED);
    }

    @Test
    void waitedTooLong() throws Exception {
        var server = servers.start(clock, listener());
        var running = servers.connect(server);
        running.send("hold\n");
        var client = servers.connect(server);
        servers.events().await(Event.Waiting.class, client);
        clock.advance(Duration.ofSeconds(61));
        assertThat(client.readLine()).startsWith("BUSY");
        client.close();
        assertClosed(client, CloseReason.WAITED_TOO_LONG);
    }

    @Test
    void drainedWhileIdle() throws Exception {
        var server = servers.start(listener());
        var client = servers.connect(server);
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("hello");
        var draining = Thread.ofVirtual().start(server::drain);
        assertThat(client.readLinesToEnd()).isEmpty();
        client.close();
        assertClosed(client, CloseReason.DRAINED);
        draining.join();
    }

    @Test
    void drainedWhileWaiting() throws Exception {
        var server = servers.start(listener());
        servers.connect(server);
        var client = servers.connect(server);
        servers.events().await(Event.Waiting.class, client);
        var draining = Thread.ofVirtual().start(server::drain);
        assertThat(client.readLinesToEnd()).containsExactly("BUSY retry-after=2 draining");
        client.close();
        assertClosed(client, CloseReason.DRAINED);
        server.cut();
        draining.join();
    }

    @Test
    void lateFirstByte() throws Exception {
        var client = servers.connect(servers.start(clock, listener()));
        passUntilClosed(client, Duration.ofSeconds(31));
        assertClosed(client, CloseReason.LATE_FIRST_BYTE);
    }

    @Test
    void lateRequest() throws Exception {
        var client = servers.connect(servers.start(clock, listener()));
        client.send("hello\nhel");
        assertThat(client.readLine()).isEqualTo("hello");
        passUntilClosed(client, Duration.ofSeconds(31));
        assertClosed(client, CloseReason.LATE_REQUEST);
    }

    @Test
    void idle() throws Exception {
        var client = servers.connect(servers.start(clock, listener()));
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("hello");
        passUntilClosed(client, Duration.ofMinutes(11));
        assertClosed(client, CloseReason.IDLE);
    }

    @Test
    void lateService() throws Exception {
        var client = servers.connect(servers.start(clock, listener()));
        client.send("hold stubbornly\n");
        servers.await("the service is held", () -> gate.held() == 1);
        passUntilClosed(client, Duration.ofSeconds(61));
        assertClosed(client, CloseReason.LATE_SERVICE);
    }

    @Test
    void lateWrite() throws Exception {
        var server = servers.start(clock, listener());
        var client = servers.connect(TestClient.to(server).receiveBuffer(4096));
        client.send("huge\n");
        client.read(1); // it is on its way
        passUntilClosed(client, Duration.ofSeconds(31));
        assertClosed(client, CloseReason.LATE_WRITE);
    }

    @Test
    void tooLong() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("x".repeat(100_000));
        assertThat(client.readLine()).startsWith("ERROR too-long");
        client.close();
        assertClosed(client, CloseReason.TOO_LONG);
    }

    @Test
    void malformed() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send(new byte[] {(byte) 0xff, '\n'});
        assertThat(client.readLine()).startsWith("ERROR malformed");
        client.close();
        assertClosed(client, CloseReason.MALFORMED);
    }

    @Test
    void outboxFull() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("flood\n");
        assertClosed(client, CloseReason.OUTBOX_FULL);
    }

    @Test
    void handlerFailed() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("fail\n");
        assertThat(client.readLine()).startsWith("ERROR internal");
        client.close();
        assertClosed(client, CloseReason.HANDLER_FAILED);
    }

    @Test
    void cutByTheService() throws Exception {
        var client = servers.connect(servers.start(listener()));
        client.send("cut\n");
        assertClosed(client, CloseReason.CUT);
    }

    @Test
    void cutByAnotherThread() throws Exception {
        var listener =
                Server.on(0)
                        .handle(connection -> {
                            connection.input().read();
                            Thread.ofVirtual().start(connection::cut);
                            connection.input().read();
                        });
        var client = servers.connect(servers.start(listener));
        client.send("?");
        assertClosed(client, CloseReason.CUT);
    }

    @Test
    void cutAtTheEndOfTheGrace() throws Exception {
        var server = servers.start(listener());
        var client = servers.connect(server);
        client.send("hold stubbornly\n");
        servers.await("the service is held", () -> gate.held() == 1);
        server.cut();
        assertClosed(client, CloseReason.CUT);
    }

    private Event.Closed assertClosed(TestClient client, CloseReason reason) {
        var closed = servers.events().await(Event.Closed.class, client);
        assertThat(closed.reason()).isEqualTo(reason);
        return closed;
    }

    private void passUntilClosed(TestClient client, Duration step) {
        servers.await(
                "the connection is closed",
                () -> {
                    clock.advance(step);
                    return !servers.events()
                            .of(Event.Closed.class, closed -> client.is(closed.peer()))
                            .isEmpty();
                });
    }

    /** One runs, one waits; a request says how it is to end. */
    private Listener listener() {
        return Server.on(0)
                .limits(Limits.defaults().running(1).waiting(1).outbox(10))
                .serve(
                        Lines.utf8(),
                        (line, call) -> {
                            switch (line) {
                                case "bye" -> call.hangUp();
                                case "cut" -> call.connection().cut();
                                case "fail" -> throw new LinkageError("a defect");
                                case "hold" -> gate.hold();
                                case "hold stubbornly" -> gate.holdStubbornly();
                                case "flood" -> {
                                    while (call.outbox().send("x".repeat(65_536), WhenFull.CLOSE)) {
                                        // until the client cannot follow
                                    }
                                }
                                default -> {}
                            }
                            return line.equals("huge") ? "x".repeat(64 << 20) : line;
                        });
    }
}
