package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.ClientHandler;
import dev.usher.CloseReason;
import dev.usher.Codec;
import dev.usher.Event;
import dev.usher.Failure;
import dev.usher.Input;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Output;
import dev.usher.Pipeline;
import dev.usher.Protocol;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Whatever goes wrong in a program around the library costs the client it goes wrong with. */
class FaultsTest {
    private static final String INTERNAL = "ERROR internal the server failed at this request";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    /** What code can do wrong. */
    enum Fault {
        EXCEPTION {
            @Override
            void happen() {
                throw new IllegalStateException("a defect");
            }
        },
        ERROR {
            @Override
            void happen() {
                throw new LinkageError("a defect");
            }
        },
        STACK_OVERFLOW {
            @Override
            @SuppressWarnings("InfiniteRecursion") // that is the point
            void happen() {
                happen();
            }
        },
        CHECKED_EXCEPTION_IN_DISGUISE {
            @Override
            void happen() {
                FaultsTest.<RuntimeException>disguise(new IOException("a defect"));
            }
        };

        abstract void happen();
    }

    @SuppressWarnings("unchecked") // a type parameter that lies is what makes the disguise
    private static <E extends Exception> void disguise(Exception exception) throws E {
        throw (E) exception;
    }

    static Stream<Pipeline> pipelines() {
        return Stream.of(Pipeline.sequential(), Pipeline.ordered(4), Pipeline.unordered(4));
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatThrowsLosesItsClientAndNobodyElse(Fault fault) throws Exception {
        var listener =
                Server.on(0)
                        .handle(connection -> {
                            if (connection.input().read() == '!') {
                                fault.happen();
                            }
                            connection.output().writeUtf8("fine\n");
                        });
        var server = servers.start(listener);
        var neighbour = servers.connect(server);
        var client = servers.connect(server);
        client.send("!");
        assertThat(client.readToEnd()).isEmpty();
        assertHandlerFailed(client);
        neighbour.send("?");
        assertThat(neighbour.readLine()).isEqualTo("fine");
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "CHECKED_EXCEPTION_IN_DISGUISE"})
    void aServiceThatThrowsCostsOneRequest(Fault fault) throws Exception {
        for (var pipeline : pipelines().toList()) {
            var client = servers.connect(servers.start(faulty(fault).pipeline(pipeline)));
            client.send("fault\n");
            assertThat(client.readLine()).isEqualTo(INTERNAL);
            client.send("hello\n");
            assertThat(client.readLine()).isEqualTo("hello");
            assertThat(servers.events().await(Event.HandlerFailed.class, client)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "STACK_OVERFLOW"})
    void aServiceThatThrowsAnErrorLosesItsClientWhoIsTold(Fault fault) throws Exception {
        for (var pipeline : pipelines().toList()) {
            var server = servers.start(faulty(fault).pipeline(pipeline));
            var neighbour = servers.connect(server);
            var client = servers.connect(server);
            client.send("fault\n");
            assertThat(client.readLinesToEnd()).containsExactly(INTERNAL);
            assertHandlerFailed(client);
            assertServed(neighbour);
        }
    }

    @Test
    void aHandlerThatReturnsEarlyJustEndsTheConnection() throws Exception {
        var listener =
                Server.on(0).handle(connection -> connection.output().writeUtf8("that is all\n"));
        var client = servers.connect(servers.start(listener));
        client.send("much that nobody reads\n".repeat(10_000));
        assertThat(client.readLinesToEnd()).containsExactly("that is all");
        client.close();
        assertThat(servers.events().await(Event.Closed.class, client).reason())
                .isEqualTo(CloseReason.SERVER_CLOSED);
    }

    @Test
    void aHandlerThatNeverReturnsCostsOnePlace() throws Exception {
        var listener =
                Server.on(0)
                        .limits(Limits.defaults().running(2).waiting(1))
                        .handle(connection -> {
                            if (connection.input().read() == '!') {
                                gate.holdStubbornly();
                            }
                            connection.output().writeUtf8("fine\n");
                        });
        var server = servers.start(listener);
        var stuck = servers.connect(server);
        stuck.send("!");
        servers.await("the handler is stuck", () -> gate.held() == 1);
        for (int i = 0; i < 5; i++) {
            var client = servers.connect(server);
            client.send("?");
            assertThat(client.readLine()).isEqualTo("fine");
            client.close();
            servers.events().await(Event.Closed.class, client);
        }
        gate.open();
        assertThat(stuck.readLine()).isEqualTo("fine");
    }

    @ParameterizedTest
    @EnumSource
    void aFactoryThatThrowsLosesItsClient(Fault fault) throws Exception {
        var first = new ConcurrentLinkedQueue<>(Stream.of("first").toList());
        var listener =
                Server.on(0)
                        .handlers(peer -> {
                            if (first.poll() != null) {
                                fault.happen();
                            }
                            return echoOneByte();
                        });
        var server = servers.start(listener);
        var client = servers.connect(server);
        assertThat(client.readToEnd()).isEmpty();
        assertThat(servers.events().await(Event.HandlerFailed.class, client)).isNotNull();
        var next = servers.connect(server);
        next.send("?");
        assertThat(next.read(1)).containsExactly('?');
    }

    private static ClientHandler echoOneByte() {
        return connection -> connection.output().write(connection.input().read());
    }

    /** Where a codec can go wrong. */
    enum Place {
        READ,
        WRITE,
        GREET,
        EXCLUSIVE,
        FAILURE
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAILURE")
    void aCodecThatThrowsLosesItsClientAndNobodyElse(Place place) throws Exception {
        for (var pipeline : pipelines().toList()) {
            for (var fault : Fault.values()) {
                var broken =
                        Server.on(0)
                                .named("broken")
                                .pipeline(pipeline)
                                .answer(broken(place, fault), line -> line);
                var sound = echo().named("sound");
                var server = servers.start(broken, sound);
                var client = servers.connect(TestClient.to(server.address("broken")));
                client.send("hello\n");
                client.awaitEnd();
                assertHandlerFailed(client);
                assertServed(servers.connect(TestClient.to(server.address("sound"))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCodecWithoutWordsForAFailureEndsTheConnection(Fault fault) throws Exception {
        var listener =
                Server.on(0)
                        .limits(Limits.defaults().message(10))
                        .answer(broken(Place.FAILURE, fault), line -> line);
        var client = servers.connect(servers.start(listener));
        client.send("hello\n" + "x".repeat(11));
        assertThat(client.readLinesToEnd()).containsExactly("hello");
        client.close();
        assertThat(servers.events().await(Event.HandlerFailed.class, client)).isNotNull();
        servers.events().await(Event.Closed.class, client);
    }

    @Test
    void aRefusalThatThrowsEndsTheConnection() throws Exception {
        var listener =
                Server.on(0)
                        .limits(Limits.defaults().running(1).waiting(0))
                        .answer(broken(Place.FAILURE, Fault.ERROR), line -> line);
        var server = servers.start(listener);
        assertServed(servers.connect(server));
        var refused = servers.connect(server);
        assertThat(refused.readToEnd()).isEmpty();
        refused.close();
        assertThat(servers.events().await(Event.Closed.class, refused).reason())
                .isEqualTo(CloseReason.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "ERROR"})
    void aConsumerOfEventsThatThrowsIsShownAndDisturbsNobody(Fault fault) throws Exception {
        Queue<Throwable> shown = new ConcurrentLinkedQueue<>();
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> shown.add(thrown));
        try {
            var server = servers.start(echo().events(event -> fault.happen()));
            var client = servers.connect(server);
            assertServed(client);
            client.close();
            servers.events().await(Event.Closed.class, client);
            assertThat(shown).hasSizeGreaterThanOrEqualTo(3);
            var next = servers.connect(server);
            assertServed(next);
            next.close();
            server.close();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void whatAServiceThrewIsNotToldToTheClient() throws Exception {
        var listener =
                Server.on(0)
                        .answer(
                                Lines.utf8(),
                                line -> {
                                    throw new IOException("/etc/secret of " + getClass());
                                });
        var client = servers.connect(servers.start(listener));
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo(INTERNAL);
        assertThat(servers.events().await(Event.HandlerFailed.class, client).cause())
                .hasMessageContaining("/etc/secret");
    }

    @Test
    void anAnswerThatItsProtocolCannotSayLosesTheClient() throws Exception {
        var listener = Server.on(0).answer(Lines.utf8(), line -> "two\nlines");
        var client = servers.connect(servers.start(listener));
        client.send("hello\n");
        client.awaitEnd();
        assertHandlerFailed(client);
    }

    private void assertHandlerFailed(TestClient client) {
        client.close();
        assertThat(servers.events().await(Event.HandlerFailed.class, client)).isNotNull();
        assertThat(servers.events().await(Event.Closed.class, client).reason())
                .isEqualTo(CloseReason.HANDLER_FAILED);
    }

    private static void assertServed(TestClient client) throws IOException {
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("hello");
    }

    private static Listener echo() {
        return Server.on(0).answer(Lines.utf8(), line -> line);
    }

    private static Listener faulty(Fault fault) {
        return Server.on(0)
                .answer(
                        Lines.utf8(),
                        line -> {
                            if (line.equals("fault")) {
                                fault.happen();
                            }
                            return line;
                        });
    }

    private static Protocol<String, String> broken(Place place, Fault fault) {
        return peer -> new BrokenCodec(Lines.utf8().codec(peer), place, fault);
    }

    /** A codec of lines that goes wrong at one place. */
    private record BrokenCodec(Codec<String, String> lines, Place place, Fault fault)
            implements Codec<String, String> {

        private void reach(Place reached) {
            if (reached == place) {
                fault.happen();
            }
        }

        @Override
        public String greet() {
            reach(Place.GREET);
            return null;
        }

        @Override
        public String read(Input input) throws IOException {
            var line = lines.read(input);
            reach(Place.READ);
            return line;
        }

        @Override
        public boolean exclusive(String request) {
            reach(Place.EXCLUSIVE);
            return false;
        }

        @Override
        public void write(Output output, String line) throws IOException {
            reach(Place.WRITE);
            lines.write(output, line);
        }

        @Override
        public String failure(Failure failure, ByteBuffer unread) {
            reach(Place.FAILURE);
            return lines.failure(failure, unread);
        }
    }
}
