package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.Server;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Random lines. Each test prints its seed; {@code -Dseed=…} runs it again. */
class RandomLinesTest {
    private static final int ROUNDS = 20_000;

    /** What the line that is sent after each other one is answered. */
    private static final String SENTINEL = "ERROR unknown-command sentinel (try: help)";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final Grammar<Workshop> grammar = new Grammar<>(Workshop.class);

    /** One that is JSON, but that does not fit into a tree. */
    private static final Pattern HUGE_NUMBER = Pattern.compile("[eE][+-]?[0-9]{6,}");

    private long seed;

    @BeforeEach
    void seed(TestInfo test) {
        seed = Long.getLong("seed", System.nanoTime());
        System.out.println(test.getDisplayName() + " seed=" + seed);
    }

    @Test
    void everyValidLineIsUnderstood() {
        var lines = Workshop.COMMANDS.randomLines(new Random(seed));
        for (int round = 0; round < ROUNDS; round++) {
            var text = lines.text();
            assertUnderstood(text, grammar.read(text));
            var json = lines.json();
            assertUnderstood(json, grammar.read(json));
        }
    }

    private static void assertUnderstood(String line, Request<Workshop> request) {
        var requests =
                switch (request) {
                    case Blank<Workshop> _ -> Stream.<Single<Workshop>>empty();
                    case Single<Workshop> single -> Stream.of(single);
                    case Batch<Workshop> batch -> batch.requests().stream();
                };
        assertThat(requests).as(line).isNotEmpty().allMatch(single -> !isRefused(single.intent()));
    }

    /** What the record of a command itself refuses, nobody else can know. */
    private static boolean isRefused(Intent<Workshop> intent) {
        return intent instanceof Intent.Refuse<Workshop>(Problem problem)
                && !problem.line().contains("maxCoats is below 1");
    }

    @Test
    void theSameNumbersGiveTheSameLines() {
        var one = Workshop.COMMANDS.randomLines(new Random(seed));
        var other = Workshop.COMMANDS.randomLines(new Random(seed));
        for (int round = 0; round < 1_000; round++) {
            assertThat(one.next()).isEqualTo(other.next());
        }
    }

    @Test
    void everyLineHasExactlyOneAnswerUnlessItWantsNone() throws Exception {
        var random = Workshop.COMMANDS.randomLines(new Random(seed));
        var lines = Stream.generate(random::next).limit(ROUNDS).toList();
        assertThat(lines).noneMatch(line -> line.indexOf('\n') >= 0);

        var commands = Workshop.COMMANDS;
        // Every command but two answers at once: those have tests of their own.
        var server =
                servers.start(
                        Server.on(0)
                                .serve(
                                        commands.protocol(),
                                        commands.answering(
                                                command -> Reply.of(command.toString()))));
        var client = servers.connect(server);
        var sent =
                client.sendMeanwhile(
                        (String.join("\nsentinel\n", lines) + "\nsentinel\nquit\n")
                                .getBytes(StandardCharsets.UTF_8));
        var answers = client.readLinesToEnd();
        sent.join();

        var expected = new ArrayList<String>();
        assertThat(answers).last().isEqualTo("bye");
        int at = 0;
        for (var line : lines) {
            var found = new ArrayList<String>();
            while (!answers.get(at).equals(SENTINEL)) {
                found.add(answers.get(at++));
            }
            at++;
            var answered = assertThat(found).as("seed %d: %s", seed, line);
            if (HUGE_NUMBER.matcher(line).find()) {
                answered.hasSizeLessThanOrEqualTo(1); // it depends on whether it was looked at
            } else {
                answered.hasSize(wantsAnswer(line) ? 1 : 0);
            }
            expected.addAll(found);
        }
        assertThat(at).isEqualTo(answers.size() - 1);
        assertThat(expected).hasSizeGreaterThan(ROUNDS / 2);
        assertThat(servers.events().of(Event.HandlerFailed.class)).isEmpty();
    }

    /** A second opinion, by other means. */
    private static boolean wantsAnswer(String line) {
        var stripped = line.replaceFirst("^[ \t]+", "");
        if (stripped.isEmpty() || stripped.equals("\r")) {
            return false;
        }
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return true;
        }
        try (var parser = Json.parser(line)) {
            var tree = Json.tree(parser);
            if (parser.nextToken() != null || tree.isEmpty()) {
                return true;
            }
            return tree.isArray()
                    ? tree.valueStream().anyMatch(RandomLinesTest::wantsAnswer)
                    : wantsAnswer(tree);
        } catch (JacksonException notJson) {
            return true;
        }
    }

    private static boolean wantsAnswer(JsonNode request) {
        List<String> ids = List.of("STRING", "NUMBER", "NULL");
        boolean valid =
                request.isObject()
                        && "2.0".equals(request.path("jsonrpc").asString(""))
                        && request.path("jsonrpc").isString()
                        && request.path("method").isString()
                        && (!request.has("params")
                                || request.get("params").isContainer()
                                || request.get("params").isNull())
                        && (!request.has("id")
                                || ids.contains(request.get("id").getNodeType().name()));
        return !valid || request.has("id");
    }
}
