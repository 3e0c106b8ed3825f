package dev.usher.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** A console whose lines can be read. */
final class Transcript {
    private final StringWriter written = new StringWriter();
    private final Console console = new Console(new PrintWriter(written));

    Console console() {
        return console;
    }

    /** All lines; the console is closed for that. */
    List<String> lines() {
        console.close();
        return written.toString().lines().toList();
    }
}
