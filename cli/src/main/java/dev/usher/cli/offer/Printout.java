package dev.usher.cli.offer;

import dev.usher.cli.terminal.Console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The lines on stdout. Each is whole and has been handed to the system before the one who has it
 * goes on; unlike on a {@link Console}, where nobody waits. But when nobody reads stdout, as when
 * the terminal is paused, the wait is no longer than a second, and from then on there is none,
 * until somebody reads again. Safe for use by many threads.
 */
public final class Printout implements Consumer<String>, AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Console console;

    public Printout(PrintWriter out) {
        console = new Console(out, _ -> "");
    }

    @Override
    public void accept(String line) {
        var shown = console.chat(line);
        if (console.isStuck(LONGEST)) {
            return;
        }
        try {
            shown.await(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows what is still to be shown, unless that takes too long. */
    @Override
    public void close() {
        console.close();
    }
}
