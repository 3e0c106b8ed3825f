package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.testkit.TestClient;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A conversation as documents write it down: {@code C} before what the client says, {@code S}
 * before what it is answered.
 */
record Transcript(List<String> requests, List<String> answers) {

    static Transcript of(String text) {
        return new Transcript(linesAfter("C ", text), linesAfter("S ", text));
    }

    private static List<String> linesAfter(String speaker, String text) {
        return text.lines()
                .filter(line -> line.startsWith(speaker))
                .map(line -> line.substring(speaker.length()))
                .toList();
    }

    /** Says everything at once, and compares what comes until the server closes. */
    void play(TestClient client) throws IOException {
        client.send(requests.stream().map(line -> line + "\n").collect(Collectors.joining()));
        client.endOutput();
        assertThat(client.readLinesToEnd()).isEqualTo(answers);
    }
}
