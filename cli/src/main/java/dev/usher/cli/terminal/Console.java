package dev.usher.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Where lines for the people at the terminal go. Lines stay whole and in order; nobody who has one
 * waits for the terminal, which may be paused or a pipe that nobody reads: a thread of the console
 * writes them. Safe for use by many threads. The writer stays open.
 */
public final class Console implements AutoCloseable {
    private static final int MOST_CHATTER = 10_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** What is to be shown, and who waits for that. */
    private record Text(String text, CountDownLatch shown) {
        Text(String text) {
            this(text, new CountDownLatch(1));
        }
    }

    private final PrintWriter out;
    private final LongFunction<String> missing;
    private final BlockingQueue<Text> texts = new LinkedBlockingQueue<>();
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread writer;

    /** Since when the system takes what it was given, by {@link System#nanoTime}; 0 if it has. */
    private volatile long writingSince;

    /**
     * One on this writer.
     *
     * @param missing makes a line that tells how many lines were left out before it; an empty text
     *     if that is not to be told
     */
    public Console(PrintWriter out, LongFunction<String> missing) {
        this.out = out;
        this.missing = missing;
        writer = Thread.ofPlatform().name("usher-console").daemon().start(this::write);
    }

    /** Shows this line, or these lines together. */
    public void say(String text) {
        texts.add(new Text(text));
    }

    /**
     * Shows this line unless the terminal is far behind; then only how many were left out.
     *
     * @return opens when the line has been handed to the system, or is left out
     */
    public CountDownLatch chat(String line) {
        var text = new Text(line);
        if (texts.size() < MOST_CHATTER) {
            texts.add(text);
        } else {
            leftOut.incrementAndGet();
            text.shown().countDown();
        }
        return text.shown();
    }

    /** Whether the system has not taken what it was given for so long. */
    public boolean isStuck(Duration longest) {
        long since = writingSince;
        return since != 0 && System.nanoTime() - since > longest.toNanos();
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
    private void write(Text first) {
        var all = new ArrayList<Text>();
        all.add(first);
        texts.drainTo(all);
        var lines = new StringBuilder();
        all.forEach(text -> lines.append(text.text()).append('\n'));
        long untold = leftOut.getAndSet(0);
        var note = untold == 0 ? "" : missing.apply(untold);
        if (!note.isEmpty()) {
            lines.append(note).append('\n');
        }
        writingSince = System.nanoTime() | 1;
        out.write(lines.toString());
        out.flush();
        writingSince = 0;
        all.forEach(text -> text.shown().countDown());
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
