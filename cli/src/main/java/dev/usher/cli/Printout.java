package dev.usher.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;

/**
 * The lines on stdout. Each is whole and has been handed to the system before the one who has it
 * goes on; unlike on a {@link Console}, where nobody waits. Safe for use by many threads.
 */
final class Printout implements Consumer<String> {
    private final PrintWriter out;

    Printout(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(String line) {
        out.print(line + "\n");
        out.flush();
    }
}
