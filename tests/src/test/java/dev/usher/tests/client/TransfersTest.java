package dev.usher.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.ClientHandler;
import dev.usher.Codec;
import dev.usher.Event;
import dev.usher.Failure;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Peer;
import dev.usher.Protocol;
import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientLimits;
import dev.usher.client.Dialect;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Requests and answers that nobody holds as a whole, and connections that somebody has alone. */
class TransfersTest {
    private static final Duration WHILE = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int PIECE = 64 * 1024;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    /** What is done with the bytes that pass. */
    private interface Bystander {
        void pass(int count) throws IOException;
    }

    /**
     * So many bytes up, behind a line that says so, or down, in front of one.
     *
     * @param bystander sees them on this side
     */
    private record Request(String direction, long bytes, Bystander bystander) {
        static Request up(long bytes) {
            return new Request("up", bytes, _ -> {});
        }

        static Request down(long bytes) {
            return new Request("down", bytes, _ -> {});
        }
    }

    /** Lines, and bytes that pass piece by piece. */
    private static final class Moving implements Protocol<String, Request> {
        @Override
        public Codec<String, Request> codec(Peer peer) {
            return new Codec<>() {
                private volatile Request asked = Request.up(0);

                @Override
                public void write(Output output, Request request) throws IOException {
                    asked = request;
                    output.writeUtf8(request.direction + " " + request.bytes + "\n");
                    if (request.direction.equals("up")) {
                        for (long left = request.bytes; left > 0; left -= PIECE) {
                            int count = (int) Math.min(left, PIECE);
                            request.bystander.pass(count);
                            output.write(new byte[count], 0, count);
                        }
                    }
                }

                @Override
                public @Nullable String read(Input input) throws IOException {
                    if (input.peek() >= 0 && asked.direction.equals("down")) {
                        input.endMessage();
                        for (long left = asked.bytes; left > 0; ) {
                            var piece = input.readSome((int) Math.min(left, PIECE));
                            if (piece == null) {
                                return null;
                            }
                            left -= piece.remaining();
                            asked.bystander.pass(piece.remaining());
                        }
                    }
                    return Lines.readUtf8(input);
                }

                @Override
                public @Nullable Request failure(Failure failure, ByteBuffer unread) {
                    return null;
                }
            };
        }
    }

    private static Client<Request, String> to(Server server) {
        return Client.to("127.0.0.1", server.port(), Dialect.of(new Moving()))
                .limits(ClientLimits.defaults().message(PIECE))
                .open();
    }

    /** A server that takes and gives what it is asked to. */
    private Server moving() throws IOException {
        return servers.start(
                Server.on(0)
                        .handle(connection -> {
                            for (var line = Lines.readUtf8(connection.input());
                                    line != null;
                                    line = Lines.readUtf8(connection.input())) {
                                var words = line.split(" ", 2);
                                long bytes = Long.parseLong(words[1]);
                                if (words[0].equals("up")) {
                                    connection.input().skip(bytes);
                                } else {
                                    for (long left = bytes; left > 0; left -= PIECE) {
                                        connection
                                                .output()
                                                .write(
                                                        new byte[PIECE],
                                                        0,
                                                        (int) Math.min(left, PIECE));
                                    }
                                }
                                connection.output().writeUtf8("done " + bytes + "\n");
                                connection.output().flush();
                            }
                        }));
    }

    /** A server that does this when it has been asked. */
    private Server doing(ClientHandler what) throws IOException {
        return servers.start(
                Server.on(0)
                        .handle(connection -> {
                            Lines.readUtf8(connection.input());
                            what.handle(connection);
                        }));
    }

    @Test
    void manyTimesMoreThanAMessageMayHavePassesBothWays() throws Exception {
        long bytes = 100L * PIECE + 1;
        var seen = new AtomicLong();
        var server = moving();
        try (var client = to(server);
                var session = client.session()) {
            assertThat(session.transfer(new Request("up", bytes, seen::addAndGet), LONG))
                    .isEqualTo("done " + bytes);
            assertThat(seen.getAndSet(0)).isEqualTo(bytes);
            assertThat(session.transfer(new Request("down", bytes, seen::addAndGet), LONG))
                    .isEqualTo("done " + bytes);
            assertThat(seen).hasValue(bytes);
        }
    }

    @Test
    void aServerThatIsSilentInTheMiddleIsLate() throws Exception {
        var over = new CountDownLatch(1);
        var server =
                doing(connection -> {
                    connection.output().write(new byte[PIECE]);
                    connection.output().flush();
                    over.await();
                });
        try (var client = to(server);
                var session = client.session()) {
            var late =
                    catchThrowableOfType(
                            CallException.Late.class,
                            () -> session.transfer(Request.down(2L * PIECE), WHILE));
            assertThat(late.mayHaveBeenDone()).isTrue();
            assertThat(session.isOpen()).isFalse();
        } finally {
            over.countDown();
        }
    }

    @Test
    void aServerThatSendsAByteNowAndThenIsLate() throws Exception {
        var over = new CountDownLatch(1);
        var server =
                doing(connection -> {
                    while (!over.await(10, TimeUnit.MILLISECONDS)) {
                        connection.output().write('x');
                        connection.output().flush();
                    }
                });
        try (var client = to(server);
                var session = client.session()) {
            assertThatThrownBy(() -> session.transfer(Request.down(2L * PIECE), WHILE))
                    .isInstanceOf(CallException.Late.class);
        } finally {
            over.countDown();
        }
    }

    @Test
    void aServerThatTakesNothingIsLate() throws Exception {
        var over = new CountDownLatch(1);
        var server = doing(connection -> over.await());
        try (var client = to(server);
                var session = client.session()) {
            assertThatThrownBy(() -> session.transfer(Request.up(1_000L * PIECE), WHILE))
                    .isInstanceOf(CallException.Late.class);
        } finally {
            over.countDown();
        }
    }

    /** Something that succeeds within this time, unless the machine is too busy for that. */
    private interface Attempt {
        void within(Duration time) throws Exception;
    }

    private static void attempt(Attempt attempt) throws Exception {
        for (var time = WHILE; ; time = time.multipliedBy(2)) {
            try {
                attempt.within(time);
                return;
            } catch (CallException.Late late) {
                if (time.compareTo(LONG) > 0) {
                    throw late;
                }
            }
        }
    }

    @Test
    void progressMayTakeLongerThanSilence() throws Exception {
        attempt(time -> {
            var server =
                    doing(connection -> {
                        for (int i = 0; i < 5; i++) {
                            pause(time.dividedBy(2));
                            connection.output().write(new byte[PIECE]);
                            connection.output().flush();
                        }
                        connection.output().writeUtf8("done\n");
                    });
            try (var client = to(server);
                    var session = client.session()) {
                assertThat(session.transfer(Request.down(5L * PIECE), time)).isEqualTo("done");
            }
        });
    }

    @Test
    void timeThatThisSideTakesDoesNotCount() throws Exception {
        var server = moving();
        attempt(time -> {
            Bystander slow = _ -> pause(time.multipliedBy(2));
            try (var client = to(server);
                    var session = client.session()) {
                assertThat(session.transfer(new Request("up", 1, slow), time)).isEqualTo("done 1");
                assertThat(session.transfer(new Request("down", 1, slow), time))
                        .isEqualTo("done 1");
            }
        });
    }

    private static void pause(Duration time) throws IOException {
        try {
            var _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException over) {
            throw new IOException(over);
        }
    }

    @Test
    void whatFailsOnThisSideIsTheCause() throws Exception {
        var server = moving();
        var full = new IOException("the disk is full");
        for (var direction : new String[] {"up", "down"}) {
            try (var client = to(server);
                    var session = client.session()) {
                Bystander failing =
                        _ -> {
                            throw full;
                        };
                assertThatThrownBy(() -> session.transfer(new Request(direction, 9, failing), LONG))
                        .isInstanceOf(CallException.Lost.class)
                        .hasCause(full);
                assertThat(session.isOpen()).isFalse();
            }
        }
    }

    @Test
    void anAnswerThatComesEarlyEndsTheWait() throws Exception {
        var over = new CountDownLatch(1);
        var server =
                doing(connection -> {
                    connection.output().writeUtf8("no\n");
                    connection.output().flush();
                    over.await();
                });
        try (var client = to(server);
                var session = client.session()) {
            assertThat(session.transfer(Request.up(1_000L * PIECE), LONG)).isEqualTo("no");
        } finally {
            over.countDown();
        }
    }

    @Test
    void aConnectionOfOnesOwnIsKeptForTheNextUnlessTheWorkFailed() throws Exception {
        var server = moving();
        try (var client = to(server)) {
            for (int i = 0; i < 3; i++) {
                askAlone(client);
            }
            assertThat(servers.events().of(Event.Running.class)).hasSize(1);
            var wrong = new IOException("not as expected");
            assertThatThrownBy(() ->
                            client.alone(
                                    LONG,
                                    session -> {
                                        session.call(Request.up(1));
                                        throw wrong;
                                    }))
                    .isSameAs(wrong);
            askAlone(client);
            assertThat(servers.events().of(Event.Running.class)).hasSize(2);
        }
    }

    private static void askAlone(Client<Request, String> client) throws Exception {
        String answer = client.alone(LONG, session -> session.call(Request.up(1)));
        assertThat(answer).isEqualTo("done 1");
    }

    @Test
    void twoWhoAreAloneHaveAConnectionEach() throws Exception {
        var server = moving();
        try (var client = to(server)) {
            client.alone(
                    LONG,
                    first ->
                            client.alone(
                                    LONG,
                                    second -> {
                                        first.call(Request.up(1));
                                        return second.call(Request.up(1));
                                    }));
            assertThat(servers.events().of(Event.Running.class)).hasSize(2);
        }
    }
}
