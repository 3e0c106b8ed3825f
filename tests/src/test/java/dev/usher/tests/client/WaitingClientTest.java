package dev.usher.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientLimits;
import dev.usher.client.Dialect;
import dev.usher.client.Retries;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;

/** What callers wait for besides answers, and for how long. */
class WaitingClientTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration GENEROUS = Duration.ofMinutes(2);

    /** A TLS record with as many bytes as one may have, of which hardly any come. */
    private static final byte[] LONG_RECORD = {22, 3, 3, 0x40, 0};

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void allWhoWaitForRoomOnAConnectionFindItsEnd() throws Exception {
        var first = new AtomicBoolean(true);
        var cut = new CountDownLatch(1);
        var server =
                servers.start(
                        Server.on(0)
                                .serve(
                                        Lines.utf8(),
                                        (line, call) -> {
                                            if (first.getAndSet(false)) {
                                                cut.await();
                                                call.hangUp();
                                                return null;
                                            }
                                            return line;
                                        }));
        var answers = new ConcurrentLinkedQueue<String>();
        var failures = new ConcurrentLinkedQueue<CallException>();
        try (var client =
                Client.to("127.0.0.1", server.port(), Dialect.lines().repeatable(_ -> true))
                        .limits(ClientLimits.defaults().inFlight(1).call(GENEROUS))
                        .retries(
                                Retries.defaults()
                                        .pauses(Duration.ofMillis(1), Duration.ofMillis(10)))
                        .open()) {
            var callers = callers(4, client, answers, failures);
            for (var caller : callers) {
                servers.await(
                        "the caller waits", () -> caller.getState() == Thread.State.TIMED_WAITING);
            }
            cut.countDown();
            for (var caller : callers) {
                caller.join();
            }
        }
        assertThat(failures).isEmpty();
        assertThat(answers).hasSize(4);
    }

    private static List<Thread> callers(
            int count,
            Client<String, String> client,
            ConcurrentLinkedQueue<String> answers,
            ConcurrentLinkedQueue<CallException> failures) {
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < count; i++) {
            var request = "request " + i;
            callers.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            answers.add(client.call(request));
                        } catch (CallException failed) {
                            failures.add(failed);
                        } catch (InterruptedException stop) {
                            throw new AssertionError(stop);
                        }
                    }));
        }
        return callers;
    }

    @Test
    void aConnectionThatIsOpenedTooSlowlyIsNotWaitedForLongerThanSaid() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
                var client =
                        Client.to("127.0.0.1", silent.getLocalPort(), Dialect.lines())
                                .limits(ClientLimits.defaults().call(Duration.ofDays(1)))
                                .opening(connection -> connection.call("I am thermo-1"))
                                .open()) {
            var late =
                    assertTimeoutPreemptively(
                            GENEROUS,
                            () ->
                                    catchThrowableOfType(
                                            CallException.Late.class,
                                            () -> client.alone(SHORT, Object::toString)));
            assertThat(late).hasMessageContaining("no connection to 127.0.0.1");
            assertThat(late.mayHaveBeenDone()).isFalse();
        }
    }

    @Test
    void aHandshakeThatComesByteByByteHasADeadlineAsAWhole() throws Exception {
        var over = new CountDownLatch(1);
        try (var slow = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
                var client =
                        Client.to("127.0.0.1", slow.getLocalPort(), Dialect.lines())
                                .tls(trusting())
                                .limits(ClientLimits.defaults().connect(SHORT).call(GENEROUS))
                                .open()) {
            Thread.startVirtualThread(() -> shakeHandsSlowly(slow, over));
            assertThat(
                            catchThrowableOfType(
                                    CallException.Unreachable.class, () -> client.call("hello")))
                    .hasMessageContaining("TLS was not agreed on within 0.3 s");
        } finally {
            over.countDown();
        }
    }

    private static void shakeHandsSlowly(ServerSocket slow, CountDownLatch over) {
        try (Socket guest = slow.accept()) {
            guest.getOutputStream().write(LONG_RECORD);
            while (!over.await(10, TimeUnit.MILLISECONDS)) {
                guest.getOutputStream().write(0);
            }
        } catch (IOException | InterruptedException gone) {
            return;
        }
    }

    private static SSLContext trusting() throws GeneralSecurityException {
        return SSLContext.getDefault();
    }
}
