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
            var dialogue = new FutureTask<>(() -> hold(terminal, server.getLocalPort()), null);
            Thread.ofPlatform().daemon().start(dialogue);
            type(typed, "one");
            awaitShown("one 1");
            awaitShown("! lost the connection");
            type(typed, "two");
            awaitShown("! connected again");
            awaitShown("two 2");
            type(typed, "exit");
            dialogue.get();
        }
    }

    private static void hold(Terminal terminal, int port) {
        var reader = LineReaderBuilder.builder().terminal(terminal).parser(new JsonLines()).build();
        var screen = new AnswerScreen(reader);
        try (var client =
                Client.to("127.0.0.1", port, LineAnswer.DIALECT).events(screen::tell).open()) {
            new TerminalDialogue(client, reader, screen).hold(new CommandCompleter());
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
