package dev.usher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** Runs tests that leak, inside tests, to see that they fail, and one that does not. */
class ServerExtensionTest {
    private static final String ON_PURPOSE = "leaks on purpose, and is run by a test around it";
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void aTestThatLeavesNothingPasses() {
        assertThat(failureOf(Tidy.class)).isEmpty();
    }

    @Disabled(ON_PURPOSE)
    static class Tidy {
        @RegisterExtension final ServerExtension servers = new ServerExtension();

        @Test
        void talks() throws Exception {
            var client = servers.connect(servers.start(echo()));
            client.send("hello\n");
            assertThat(client.readLine()).isEqualTo("hello");
            assertThat(servers.events().of(Event.Running.class)).hasSize(1);
        }
    }

    @Test
    void aThreadThatNeverEndsFailsTheTestAndIsShownWithItsStack() {
        assertThat(failureOf(WithStubbornHandler.class))
                .contains("thread usher-client-1\n")
                .contains("WithStubbornHandler.stay");
        WithStubbornHandler.ENOUGH.release();
    }

    @Disabled(ON_PURPOSE)
    static class WithStubbornHandler {
        static final Semaphore ENOUGH = new Semaphore(0);

        @RegisterExtension final ServerExtension servers = new ServerExtension(SHORT);

        @Test
        void connects() throws Exception {
            servers.connect(servers.start(Server.on(0).handle(connection -> stay())));
            servers.events().await(Event.Running.class);
        }

        private static void stay() {
            ENOUGH.acquireUninterruptibly();
        }
    }

    @Test
    void aSocketThatIsNotClosedFailsTheTestAndIsShownWithItsPort() throws Exception {
        var failure = failureOf(WithForgottenSocket.class);
        try (var forgotten = WithForgottenSocket.FORGOTTEN.pop()) {
            assertThat(failure).contains("socket of port " + forgotten.getLocalPort());
        }
    }

    @Disabled(ON_PURPOSE)
    static class WithForgottenSocket {
        static final Deque<ServerSocket> FORGOTTEN = new ConcurrentLinkedDeque<>();

        @RegisterExtension final ServerExtension servers = new ServerExtension(SHORT);

        @Test
        void listens() throws Exception {
            FORGOTTEN.push(new ServerSocket(0));
        }
    }

    @Test
    void aClientThatIsStillInsideFailsTheTestAndIsShownByName() throws Exception {
        assertThat(failureOf(WithForgottenClient.class))
                .contains("ticket at listener echo: running=1/10000")
                .contains("1 accepted, 0 served")
                .contains("client echo#1 127.0.0.1:")
                .contains("closed 0 times");
        WithForgottenClient.FORGOTTEN.pop().close();
    }

    @Disabled(ON_PURPOSE)
    static class WithForgottenClient {
        static final Deque<TestClient> FORGOTTEN = new ConcurrentLinkedDeque<>();

        @RegisterExtension final ServerExtension servers = new ServerExtension(SHORT);

        @Test
        void connects() throws Exception {
            var server = servers.start(echo());
            FORGOTTEN.push(TestClient.to(server).connect());
            servers.events().await(Event.Running.class);
        }
    }

    @Test
    void aServerStartedElsewhereIsLookedAfterToo() {
        assertThat(failureOf(WithServerOfItsOwn.class)).isEmpty();
    }

    @Disabled(ON_PURPOSE)
    static class WithServerOfItsOwn {
        @RegisterExtension final ServerExtension servers = new ServerExtension();

        @Test
        void starts() throws Exception {
            var client = servers.connect(servers.adopt(echo().start()));
            client.send("hello\n");
            assertThat(client.readLine()).isEqualTo("hello");
        }
    }

    @Test
    void aTestThatForgetsItsServerFails() {
        assertThat(failureOf(WithForgottenServer.class)).contains("LISTEN");
        WithForgottenServer.FORGOTTEN.pop().close();
    }

    @Disabled(ON_PURPOSE)
    static class WithForgottenServer {
        static final Deque<Server> FORGOTTEN = new ConcurrentLinkedDeque<>();

        @RegisterExtension final ServerExtension servers = new ServerExtension(SHORT);

        @Test
        void starts() throws Exception {
            FORGOTTEN.push(echo().start());
        }
    }

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void whatIsAwaitedInVainIsNamed() {
        assertThatThrownBy(() -> new RecordedEvents(SHORT).await(Event.Closed.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("awaited 1 Closed that match, for PT0.3S");
    }

    @Test
    void aFailureTellsWhatWasHeardInstead() throws Exception {
        var heard = new RecordedEvents(SHORT);
        servers.start(echo().events(heard));
        assertThatThrownBy(() -> heard.await(2, Event.Started.class))
                .hasMessageContaining("heard of 1 among")
                .hasMessageContaining("Started[listener=echo");
    }

    @Test
    void eventsAreAwaitedWhetherTheyComeLaterOrCameBefore() throws Exception {
        var server = servers.start(echo());
        var first = servers.connect(server);
        var second = servers.connect(server);
        var running = servers.events().await(2, Event.Running.class);
        assertThat(first.is(running.getFirst().peer())).isTrue();
        assertThat(second.is(running.getLast().peer())).isTrue();
        second.close();
        var closed = servers.events().await(Event.Closed.class, second);
        assertThat(closed.reason()).isEqualTo(CloseReason.CLIENT_CLOSED);
        assertThat(servers.events().await(Event.Closed.class)).isEqualTo(closed);
    }

    private static Listener echo() {
        return Server.on(0).named("echo").answer(Lines.utf8(), line -> line);
    }

    /** What the one test in this class failed with; empty if it passed. */
    private static String failureOf(Class<?> test) {
        var events =
                EngineTestKit.engine("junit-jupiter")
                        .configurationParameter(
                                "junit.jupiter.conditions.deactivate", "org.junit.*Disabled*")
                        .selectors(selectClass(test))
                        .execute();
        return events.testEvents().finished().stream()
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .map(Throwable::getMessage)
                .findFirst()
                .orElse("");
    }
}
