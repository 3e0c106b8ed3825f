package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Deadlines;
import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Occupancy;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;
import dev.usher.testkit.TestClient.End;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who runs, who waits and who is turned away, as clients see it. */
class AdmittingClientsTest {
    private static final String ECHO = "echo";
    private static final Limits ONE = Limits.defaults().running(1).waiting(1);

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    /** How a client leaves. */
    enum Leaving {
        CLOSES {
            @Override
            void leave(TestClient client) {
                client.close();
            }
        },
        HALF_CLOSES {
            @Override
            void leave(TestClient client) throws IOException {
                client.endOutput();
            }
        },
        RESETS {
            @Override
            void leave(TestClient client) throws IOException {
                client.reset();
            }
        },
        IS_SENT_AWAY {
            @Override
            void leave(TestClient client) throws IOException {
                client.send("bye\n");
            }
        };

        abstract void leave(TestClient client) throws IOException;
    }

    @Test
    void ofTenSilentClientsThreeRunTwoWaitAndFiveAreTurnedAwayAtOnce() throws Exception {
        var server = servers.start(echo(Limits.defaults().running(3).waiting(2)));
        var clients = connect(server, 10);

        for (var refused : clients.subList(5, 10)) {
            assertThat(refused.readLine()).isEqualTo("BUSY retry-after=2 running=3/3 waiting=2/2");
            assertThat(refused.awaitEnd()).isEqualTo(End.CLOSED);
        }
        assertThat(server.status().getFirst().occupancy()).isEqualTo(new Occupancy(3, 3, 2, 2));
        assertThat(ports(servers.events().of(Event.Running.class)))
                .isEqualTo(portsOf(clients.subList(0, 3)));
        assertThat(ports(servers.events().of(Event.Waiting.class)))
                .isEqualTo(portsOf(clients.subList(3, 5)));
        assertThat(ports(servers.events().of(Event.Refused.class)))
                .isEqualTo(portsOf(clients.subList(5, 10)));
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceGoesToTheLongestWaitingWhenSomebodyLeaves(Leaving way) throws Exception {
        var server = servers.start(echo(Limits.defaults().running(2).waiting(10)));
        var clients = connect(server, 8);
        servers.events().await(6, Event.Waiting.class);

        for (int leaver = 0; leaver < 6; leaver++) {
            way.leave(clients.get(leaver));
            var next = clients.get(leaver + 2);
            next.send("my turn\n");
            assertThat(next.readLine()).isEqualTo("my turn");
            assertThat(servers.events().of(Event.Running.class)).hasSize(leaver + 3);
        }
        assertThat(ports(servers.events().of(Event.Running.class))).isEqualTo(portsOf(clients));
    }

    @Test
    void clientsThatLeaveTogetherAreAllReplaced() throws Exception {
        var server = servers.start(echo(Limits.defaults().running(5).waiting(20)));
        var clients = connect(server, 25);
        servers.events().await(20, Event.Waiting.class);

        for (var client : clients) {
            client.send("bye\n");
        }

        servers.events().await(25, Event.Running.class);
        var order = ports(servers.events().of(Event.Waiting.class));
        var started = servers.events().of(Event.Running.class, it -> it.waited().isPositive());
        assertThat(started).hasSize(20);
        assertThat(ports(started)).containsExactlyInAnyOrderElementsOf(order);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IS_SENT_AWAY")
    void aWaitingClientThatLeavesFreesItsPlaceInTheQueue(Leaving way) throws Exception {
        var server = servers.start(echo(ONE));
        var running = servers.connect(server);
        var waiting = servers.connect(server);
        servers.events().await(Event.Waiting.class, waiting);

        way.leave(waiting);

        var closed = servers.events().await(Event.Closed.class, waiting);
        assertThat(closed.reason()).isEqualTo(CloseReason.GAVE_UP);
        var next = servers.connect(server);
        servers.events().await(Event.Waiting.class, next);
        running.endOutput();
        next.send("hello\n");
        assertThat(next.readLine()).isEqualTo("hello");
        assertThat(server.status().getFirst().gaveUp()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 64})
    void whatAClientSendsWhileItWaitsIsAnsweredWhenItsTurnHasCome(int kibibytes) throws Exception {
        var server = servers.start(echo(ONE));
        var running = servers.connect(server);
        var waiting = servers.connect(server);
        servers.events().await(Event.Waiting.class, waiting);
        var line = "x".repeat(1023);
        waiting.send((line + "\n").repeat(kibibytes));

        running.send("bye\n");

        assertThat(waiting.readLines(kibibytes)).containsOnly(line);
    }

    @Test
    void whatAWaitingClientSendsBeyondTheLimitComesLaterAndIsNotLost() throws Exception {
        var server = servers.start(echo(ONE.unread(1024)));
        var running = servers.connect(server);
        var waiting = servers.connect(server);
        servers.events().await(Event.Waiting.class, waiting);
        var line = "x".repeat(1023);
        var sent = waiting.sendMeanwhile((line + "\n").repeat(10_000));

        running.send("bye\n");

        assertThat(waiting.readLines(10_000)).containsOnly(line);
        sent.join();
    }

    @Test
    void nothingIsSaidToAWaitingClientUntilItsTurnHasCome() throws Exception {
        var server = servers.start(echo(ONE));
        var running = servers.connect(server);
        var waiting = servers.connect(server);
        waiting.send("hello\n");
        running.send("hello\n");
        assertThat(running.readLine()).isEqualTo("hello");
        assertThat(waiting.available()).isZero();
        running.endOutput();
        assertThat(waiting.readLine()).isEqualTo("hello");
    }

    @Test
    void aClientThatHasWaitedTooLongIsTurnedAway() throws Exception {
        var clock = new ManualClock();
        var server = servers.start(clock, echo(ONE.patience(Duration.ofSeconds(5))));
        servers.connect(server);
        var waiting = servers.connect(server);
        servers.events().await(Event.Waiting.class, waiting);

        clock.advance(Duration.ofSeconds(6));

        assertThat(waiting.readLine()).isEqualTo("BUSY retry-after=2 running=1/1 waiting=0/1");
        assertThat(waiting.awaitEnd()).isEqualTo(End.CLOSED);
        waiting.close();
        assertThat(servers.events().await(Event.Closed.class, waiting).reason())
                .isEqualTo(CloseReason.WAITED_TOO_LONG);
    }

    @Test
    void aClientThatIsTurnedAwayInTheMiddleOfItsRequestsStillHearsWhy() throws Exception {
        var server = servers.start(echo(ONE));
        connect(server, 2);
        servers.events().await(Event.Waiting.class);
        var refused = servers.connect(server);
        refused.send("a request\n".repeat(50_000));
        assertThat(refused.readLine()).isEqualTo("BUSY retry-after=2 running=1/1 waiting=1/1");
        assertThat(refused.awaitEnd()).isEqualTo(End.CLOSED);
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere 127.0.0.2 is not this machine
    void anAddressThatHasItsShareIsTurnedAwayWhileOthersAreServed() throws Exception {
        var server = servers.start(echo(Limits.defaults().perAddress(2)));
        var first = servers.connect(server);
        servers.connect(server);
        var third = servers.connect(server);
        assertThat(third.readLine()).startsWith("BUSY retry-after=2 running=2/");
        var other = TestClient.to(server).from(InetAddress.ofLiteral("127.0.0.2"));
        var neighbour = servers.connect(other);
        neighbour.send("hello\n");
        assertThat(neighbour.readLine()).isEqualTo("hello");

        first.send("bye\n");

        assertThat(first.awaitEnd()).isEqualTo(End.CLOSED);
        servers.await( // a moment after its end
                "its place is free", () -> server.status().getFirst().occupancy().running() == 2);
        var fourth = servers.connect(server);
        fourth.send("hello\n");
        assertThat(fourth.readLine()).isEqualTo("hello");
    }

    @Test
    void raisedLimitsLetWaitingClientsStartAtOnceAndInOrder() throws Exception {
        var limits = Limits.defaults().running(1).waiting(5);
        var server = servers.start(echo(limits));
        var clients = connect(server, 6);
        servers.events().await(5, Event.Waiting.class);

        server.limits(ECHO, limits.running(4));

        servers.events().await(4, Event.Running.class);
        assertThat(ports(servers.events().of(Event.Running.class)))
                .isEqualTo(portsOf(clients.subList(0, 4)));
        assertThat(server.status().getFirst().occupancy()).isEqualTo(new Occupancy(4, 4, 2, 5));
        assertThat(server.limits(ECHO).running()).isEqualTo(4);
    }

    @Test
    void loweredLimitsThrowNobodyOut() throws Exception {
        var limits = Limits.defaults().running(3).waiting(3);
        var server = servers.start(echo(limits));
        var clients = connect(server, 6);
        servers.events().await(3, Event.Waiting.class);

        server.limits(ECHO, limits.running(1).waiting(1));

        var late = servers.connect(server);
        assertThat(late.readLine()).isEqualTo("BUSY retry-after=2 running=3/1 waiting=3/1");
        for (var running : clients.subList(0, 3)) {
            running.send("still here\n");
            assertThat(running.readLine()).isEqualTo("still here");
        }
        for (var leaver : clients.subList(0, 2)) {
            leaver.close();
            servers.events().await(Event.Closed.class, leaver);
        }
        assertThat(server.status().getFirst().occupancy()).isEqualTo(new Occupancy(1, 1, 3, 1));
        clients.get(2).close();
        for (var next : clients.subList(3, 6)) {
            next.send("bye\n");
            assertThat(next.readLine()).isEqualTo("bye");
        }
    }

    @Test
    void whereNobodyMayWaitTheNextIsTurnedAway() throws Exception {
        var server = servers.start(echo(Limits.defaults().running(1).waiting(0)));
        servers.connect(server);
        servers.events().await(Event.Running.class);
        assertThat(servers.connect(server).readLine())
                .isEqualTo("BUSY retry-after=2 running=1/1 waiting=0/0");
    }

    @Test
    void everyClientIsCountedOnce() throws Exception {
        var server = servers.start(echo(ONE));
        var served = servers.connect(server);
        var waiting = servers.connect(server);
        servers.events().await(Event.Waiting.class, waiting);
        var refused = servers.connect(server);
        assertThat(refused.readLine()).startsWith("BUSY");
        refused.close();
        waiting.close();
        servers.events().await(Event.Closed.class, waiting);
        served.send("one\ntwo\nbye\n");
        assertThat(served.readLinesToEnd()).containsExactly("one", "two", "bye");
        served.close();
        servers.events().await(3, Event.Closed.class);

        var status = server.status().getFirst();
        assertThat(status.accepted()).isEqualTo(3);
        assertThat(status.served()).isOne();
        assertThat(status.refused()).isOne();
        assertThat(status.gaveUp()).isOne();
        assertThat(status.requests()).isEqualTo(3);
    }

    /** Echoes lines, and hangs up at "bye". A silent client is left alone. */
    private static Listener echo(Limits limits) {
        return Server.on(0)
                .named(ECHO)
                .limits(limits)
                .deadlines(Deadlines.defaults().firstByte(Duration.ofHours(1)))
                .serve(
                        Lines.utf8(),
                        (line, call) -> {
                            if (line.equals("bye")) {
                                call.hangUp();
                            }
                            return line;
                        });
    }

    private List<TestClient> connect(Server server, int count) throws IOException {
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < count; i++) {
            clients.add(servers.connect(server));
        }
        return clients;
    }

    private static List<Integer> portsOf(List<TestClient> clients) {
        return clients.stream().map(client -> client.address().getPort()).toList();
    }

    private static List<Integer> ports(List<? extends Event.OfClient> events) {
        return events.stream().map(event -> event.peer().remote().getPort()).toList();
    }
}
