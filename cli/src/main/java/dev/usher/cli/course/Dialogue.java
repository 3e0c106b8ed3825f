package dev.usher.cli.course;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;

/** Asks the one at the terminal, and tells what came of it. */
final class Dialogue {
    private final BufferedReader typed;
    private final PrintWriter out;

    Dialogue(InputStream stdin, PrintWriter out) {
        typed = new BufferedReader(new InputStreamReader(stdin, UTF_8));
        this.out = out;
    }

    /** The line typed after this prompt, {@code null} at the end of the input. */
    @Nullable String ask(String prompt) throws IOException {
        out.print(prompt);
        out.flush();
        return typed.readLine();
    }

    /** The same, asking again when the line is empty: nothing cannot be sent. */
    @Nullable String insist(String prompt) throws IOException {
        String line;
        do {
            line = ask(prompt);
        } while (line != null && line.isEmpty());
        return line;
    }

    void tell(String line) {
        out.print(line + "\n");
        out.flush();
    }
}
