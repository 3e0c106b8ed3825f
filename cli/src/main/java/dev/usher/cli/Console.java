package dev.usher.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where lines for the people at the terminal go. Lines stay whole and in order; nobody who has one
 * waits for the terminal, which may be paused or a pipe that nobody reads: a thread of the console
 * writes them. Safe for use by many threads. The writer stays open.
 */
final class Console implements AutoCloseable {
    private static final int MOST_CHATTER = 10_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final PrintWriter out;
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread writer;

    Console(PrintWriter out) {
        this.out = out;
        writer = Thread.ofPlatform().name("usher-console").daemon().start(this::write);
    }

    /** Shows this line, or these lines together. */
    void say(String text) {
        texts.add(text);
    }

    /** Shows this line unless the terminal is far behind; then only how many were left out. */
    void chat(String line) {
        if (texts.size() < MOST_CHATTER) {
            texts.add(line);
        } else {
            leftOut.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (true) {
                write(texts.take());
            }
        } catch (InterruptedException closed) {
            while (!texts.isEmpty()) {
                write(texts.remove());
            }
        }
    }

    /** Writes what there is at once: this text and those behind it. */
    private void write(String first) {
        var all = new ArrayList<String>();
        all.add(first);
        texts.drainTo(all);
        long missing = leftOut.getAndSet(0);
        if (missing > 0) {
            all.add("(" + Words.count(missing, "line") + " left out here)");
        }
        out.write(String.join("\n", all) + "\n");
        out.flush();
    }

    /** Shows what is still to be shown, unless the terminal takes too long about it. */
    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join(LAST_WORDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
