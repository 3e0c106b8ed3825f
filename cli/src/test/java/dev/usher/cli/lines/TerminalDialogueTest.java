package dev.usher.cli.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.client.Client;

import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** A person's dialogue, over connections that do not last. */
@Timeout(60)
class TerminalDialogueTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    /** Answers one line on each connection, and says that it was the last one. */
    private static void answerOnce(ServerSocket server) {
        try {
            for (int number = 1; ; number++) {
                try (var client = server.accept()) {
                    var lines =
                            new BufferedReader(
                                    new InputStreamReader(client.getInputStream(), UTF_8));
                    for (String line; (line = lines.readLine()) != null; ) {
                        var answer = line.startsWith("{") ? "what?" : line + " " + number;
                        client.getOutputStream().write((answer + "\n").getBytes(UTF_8));
                        if (!line.startsWith("{")) {
                            break;
                        }
                    }
                }
            }
        } catch (IOException closed) {
            return; // with the test
        }
    }

    @Test
    void theNextRequestMakesAnotherConnection() throws Exception {
        var typed = new PipedOutputStream();
        try (var server = new ServerSocket(0, 9, InetAddress.ofLiteral("127.0.0.1"));
                var terminal = new DumbTerminal(new PipedInputStream(typed), shown)) {
            Thread.startVirtualThread(() -> answerOnce(server));
            var dialogue =
                    new FutureTask<>(() -> hold(terminal, server, TerminalDialogue.MOMENT), null);
            Thread.ofPlatform().daemon().start(dialogue);
            type(typed, "one");
            awaitShown("one 1");
            awaitShown("! lost the connection");
            type(typed, "two");
            awaitShown("! looking for the server, for 5 s at most");
            awaitShown("! connected again");
            awaitShown("two 2");
            type(typed, "exit");
            dialogue.get();
        }
    }

    /** Answers nothing before it may. */
    private static void answerLate(ServerSocket server, CountDownLatch may) {
        try (var client = server.accept()) {
            may.await();
            client.getOutputStream().write("what?\nat last\n".getBytes(UTF_8));
            while (client.getInputStream().read() >= 0) {
                // Until the person leaves.
            }
        } catch (IOException | InterruptedException closed) {
            return; // with the test
        }
    }

    @Test
    void anAnswerThatDoesNotComeSoonIsToldToBeAwaited() throws Exception {
        var typed = new PipedOutputStream();
        var may = new CountDownLatch(1);
        try (var server = new ServerSocket(0, 9, InetAddress.ofLiteral("127.0.0.1"));
                var terminal = new DumbTerminal(new PipedInputStream(typed), shown)) {
            Thread.startVirtualThread(() -> answerLate(server, may));
            var dialogue =
                    new FutureTask<>(() -> hold(terminal, server, Duration.ofMillis(1)), null);
            Thread.ofPlatform().daemon().start(dialogue);
            type(typed, "one");
            awaitShown("! no answer yet; it will appear here when it comes");
            may.countDown();
            awaitShown("at last");
            type(typed, "exit");
            dialogue.get();
        }
    }

    private static void hold(Terminal terminal, ServerSocket server, Duration moment) {
        var reader = LineReaderBuilder.builder().terminal(terminal).parser(new JsonLines()).build();
        var screen = new AnswerScreen(reader);
        try (var client =
                Client.to("127.0.0.1", server.getLocalPort(), LineAnswer.DIALECT)
                        .events(screen::tell)
                        .open()) {
            new TerminalDialogue(client, reader, screen, moment).hold(new CommandCompleter());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void type(PipedOutputStream typed, String line) throws IOException {
        typed.write((line + "\n").getBytes(UTF_8));
        typed.flush();
    }

    /** Waits as long as the test may take. */
    private void awaitShown(String text) throws InterruptedException {
        while (!shown.toString(UTF_8).contains(text)) {
            Thread.sleep(5);
        }
    }
}
