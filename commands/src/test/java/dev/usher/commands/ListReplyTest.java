package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Call;
import dev.usher.Event;
import dev.usher.FailureException;
import dev.usher.Listener;
import dev.usher.Outbox;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Lists that are sent while their elements are found. */
class ListReplyTest {
    /** What there is to ask for. */
    sealed interface Counting {
        @Command("lists the numbers below COUNT")
        record Numbers(long count, @Option Optional<Long> refuseAt, @Option Optional<Long> failAt)
                implements Counting {}

        @Command("lists a text")
        record Text(String text) implements Counting {}

        @Command("tells another thing")
        record Hello() implements Counting {}
    }

    private static final Commands<Counting> COMMANDS = Commands.of(Counting.class);

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final AtomicLong made = new AtomicLong();
    private final AtomicBoolean gaveUp = new AtomicBoolean();
    private final CompletableFuture<Outbox<Answer>> outbox = new CompletableFuture<>();

    private Listener listener() {
        return Server.on(0).serve(COMMANDS.protocol(), COMMANDS.serving(this::answer));
    }

    private Reply answer(Counting command, Call<Answer> call) {
        outbox.complete(call.outbox());
        return switch (command) {
            case Counting.Numbers(var count, var refuseAt, var failAt) ->
                    Reply.list(sink -> list(count, refuseAt.orElse(-1L), failAt.orElse(-1L), sink));
            case Counting.Text(var text) -> Reply.list(sink -> sink.add(text));
            case Counting.Hello _ -> Reply.of("hello");
        };
    }

    private void list(long count, long refuseAt, long failAt, Reply.Sink sink)
            throws FailureException {
        for (long i = 0; i < count; i++) {
            made.set(i);
            if (i == refuseAt) {
                throw FailureException.rejected("enough", "no more than " + i);
            }
            if (i == failAt) {
                throw new IllegalStateException("cannot count to " + i);
            }
            try {
                sink.add(i);
            } catch (FailureException nobodyWaits) {
                gaveUp.set(true);
                throw nobodyWaits;
            }
        }
    }

    private static String numbers(long count) {
        return LongStream.range(0, count)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void aShortListIsAnAnswerLikeAnyOther() throws Exception {
        try (var client = servers.connect(servers.start(listener()))) {
            client.send("numbers 3\nnumbers 0\nhello\n");
            assertThat(client.readLines(3)).containsExactly("[0,1,2]", "[]", "hello");
            client.send(
                    "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"numbers\",\"params\":[2]}\n");
            assertThat(client.readLine())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":[0,1]}");
        }
    }

    @Test
    void whatWouldControlATerminalIsEscaped() throws Exception {
        try (var client = servers.connect(servers.start(listener()))) {
            client.send("text \"a\\u0007\\u009b\\u2028\\ud800\"\n");
            assertThat(client.readLine()).isEqualTo("[\"a\\u0007\\u009b\\u2028\\ud800\"]");
        }
    }

    @Test
    void aLongListIsWholeAndWhatWasAskedBehindItComesBehindIt() throws Exception {
        try (var client = servers.connect(servers.start(listener()))) {
            client.send("hello\nnumbers 200000\nhello\n");
            client.send(
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"numbers\",\"params\":[100000]}\n");
            assertThat(client.readLine()).isEqualTo("hello");
            assertThat(client.readLine()).isEqualTo(numbers(200_000));
            assertThat(client.readLine()).isEqualTo("hello");
            assertThat(client.readLine())
                    .isEqualTo(
                            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + numbers(100_000) + "}");
        }
    }

    @Test
    void whoFindsTheElementsWaitsForTheClient() throws Exception {
        var options = TestClient.to(servers.start(listener())).receiveBuffer(4096);
        try (var client = servers.connect(options)) {
            client.send("numbers 100000000\n");
            client.read(100);
            // What the system, the outbox and the pipe hold is a small part of it all.
            long before;
            do {
                before = made.get();
                LockSupport.parkNanos(300_000_000); // as long as it goes on
            } while (made.get() > before);
            assertThat(made.get()).isLessThan(5_000_000);
            client.reset();
        }
        servers.await("the end of counting", gaveUp::get);
    }

    @Test
    void aPushWaitsForTheEndOfTheList() throws Exception {
        try (var client = servers.connect(servers.start(listener()))) {
            client.send("numbers 1000000\n");
            var start = new String(client.read(1000), java.nio.charset.StandardCharsets.UTF_8);
            outbox.get().send(Answer.line("a push"));
            assertThat(start + client.readLine()).isEqualTo(numbers(1_000_000));
            assertThat(client.readLine()).isEqualTo("a push");
        }
    }

    @Test
    void anEarlyFailureIsAnAnswerLikeAnyOther() throws Exception {
        try (var client = servers.connect(servers.start(listener()))) {
            client.send("numbers 10 refuse-at=5\nnumbers 10 fail-at=5\nhello\n");
            assertThat(client.readLines(3))
                    .containsExactly(
                            "ERROR enough no more than 5",
                            "ERROR internal the server failed at this request",
                            "hello");
        }
        servers.events().await(Event.HandlerFailed.class);
    }

    @Test
    void aLateFailureBreaksTheLineSaysWhyAndCloses() throws Exception {
        var server = servers.start(listener());
        try (var client = servers.connect(server)) {
            client.send("numbers 500000 refuse-at=300000\nhello\n");
            var lines = client.readLinesToEnd();
            assertThat(lines).hasSize(2);
            assertThat(lines.getFirst()).startsWith("[0,1,2,").endsWith(",299999");
            assertThat(lines.getLast()).isEqualTo("ERROR enough no more than 300000");
        }
        try (var client = servers.connect(server)) {
            client.send(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"numbers\",\"params\":"
                            + "{\"count\":500000,\"failAt\":300000}}\n");
            var lines = client.readLinesToEnd();
            assertThat(lines).hasSize(2);
            assertThat(lines.getLast())
                    .isEqualTo(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":"
                                    + "{\"code\":-32603,\"message\":\"Internal error\"}}");
        }
        servers.events().await(Event.HandlerFailed.class);
    }

    @Test
    void inABatchAListIsHeldWholeAndHasALimit() throws Exception {
        try (var client = servers.connect(servers.start(listener()))) {
            client.send(
                    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"numbers\",\"params\":[20000]},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"numbers\",\"params\":[9000000]},{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"hello\"}]\n");
            assertThat(client.readLine())
                    .isEqualTo(
                            "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"
                                    + numbers(20_000)
                                    + "},{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32001,"
                                    + "\"message\":\"the list is too long to be held: ask for it"
                                    + " alone\",\"data\":{\"code\":\"too-long\"}}},"
                                    + "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":\"hello\"}]");
        }
    }

    @Test
    void whereRequestsRunTogetherAListIsHeldWhole() throws Exception {
        var together = listener().pipeline(Pipeline.ordered(4));
        try (var client = servers.connect(servers.start(together))) {
            client.send("numbers 30000\nhello\nnumbers 30000\nnumbers 9000000\nhello\n");
            assertThat(client.readLines(5))
                    .containsExactly(
                            numbers(30_000),
                            "hello",
                            numbers(30_000),
                            "ERROR too-long the list is too long to be held: ask for it alone",
                            "hello");
        }
    }

    @Test
    void aListThatNobodyWantsIsNotMade() throws Exception {
        try (var client = servers.connect(servers.start(listener()))) {
            client.send("{\"jsonrpc\":\"2.0\",\"method\":\"numbers\",\"params\":[5]}\nhello\n");
            assertThat(client.readLine()).isEqualTo("hello");
            assertThat(made).hasValue(0);
        }
    }
}
