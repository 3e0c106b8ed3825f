package dev.usher.cli.files;

import dev.usher.TimeSource;
import dev.usher.cli.terminal.Words;
import dev.usher.services.files.client.Progress;
import dev.usher.services.text.HarmlessText;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A line on a terminal that says how far several transfers are, how quickly they go and how long
 * they will take; rewritten a few times in a second. Others write between two of its states. Safe
 * for use by many threads.
 */
final class ProgressLine implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(200);

    /** The rate is that of the last five seconds. */
    private static final int SAMPLES = 25;

    private static final String ERASE = "\r\033[K";
    private static final int LONGEST_NAME = 24;

    private final PrintWriter terminal;
    private final boolean isShown;
    private final int files;
    private final TimeSource time;

    /** Guards all that follows; held while the line is written, so that nothing gets into it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition ending = lock.newCondition();
    private final List<File> begun = new ArrayList<>();
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private final @Nullable Thread painter;
    private boolean ended;
    private int done;
    private long bytesDone;

    private record Sample(long at, long moved) {}

    /** Shown or not, of so many files. */
    private ProgressLine(PrintWriter terminal, boolean isShown, int files, TimeSource time) {
        this.terminal = terminal;
        this.isShown = isShown;
        this.files = files;
        this.time = time;
        painter =
                isShown
                        ? Thread.ofPlatform().daemon().name("progress").unstarted(this::paint)
                        : null;
    }

    /**
     * Begins to show it, if that makes sense.
     *
     * @param files how many there will be
     */
    static ProgressLine on(PrintWriter terminal, boolean isShown, int files, TimeSource time) {
        var line = new ProgressLine(terminal, isShown, files, time);
        if (line.painter != null) {
            line.painter.start();
        }
        return line;
    }

    /** One of the transfers, from its beginning to its end. */
    final class File implements Progress, AutoCloseable {
        private final String name;

        /** Written by the transfer alone. */
        private volatile long offset;

        private volatile long size;
        private volatile long skipped = -1;

        private File(String name) {
            this.name = name;
        }

        @Override
        public void at(long newOffset, long newSize) {
            if (skipped < 0) {
                skipped = newOffset;
            }
            size = newSize;
            offset = newOffset;
        }

        private long moved() {
            return offset - Math.max(0, skipped);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                begun.remove(this);
                done++;
                bytesDone += moved();
            } finally {
                lock.unlock();
            }
        }
    }

    /** A transfer that begins. */
    File begin(String name) {
        var file = new File(name);
        lock.lock();
        try {
            begun.add(file);
        } finally {
            lock.unlock();
        }
        return file;
    }

    /** Writes something else, with the line out of its way. */
    void aside(Runnable writing) {
        lock.lock();
        try {
            erase();
            writing.run();
        } finally {
            lock.unlock();
        }
    }

    private void paint() {
        lock.lock();
        try {
            while (!ended) {
                terminal.print(ERASE + text());
                terminal.flush();
                var _ = ending.await(BETWEEN.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** How it stands now, in less than the usual 80 columns. */
    String text() {
        lock.lock();
        try {
            long offset = begun.stream().mapToLong(file -> file.offset).sum();
            long size = begun.stream().mapToLong(file -> file.size).sum();
            long rate = rate();
            var text = new StringBuilder(what());
            if (size > 0) {
                text.append(
                        "  %d %%  %s of %s"
                                .formatted(
                                        (long) (100.0 * offset / size),
                                        Words.bytes(offset),
                                        Words.bytes(size)));
            }
            if (rate > 0) {
                text.append(
                        "  %s/s  %s left"
                                .formatted(
                                        Words.bytes(rate),
                                        Words.clock(Math.max(0, size - offset) / rate)));
            }
            return text.toString();
        } finally {
            lock.unlock();
        }
    }

    private String what() {
        if (files > 1 || begun.isEmpty()) {
            return String.format(Locale.ROOT, "%,d of %,d files", done, files);
        }
        var name = HarmlessText.of(begun.getFirst().name);
        return name.length() <= LONGEST_NAME
                ? name
                : "…" + name.substring(name.length() - LONGEST_NAME + 1);
    }

    /** Bytes in a second, of late. */
    private long rate() {
        long moved = bytesDone + begun.stream().mapToLong(File::moved).sum();
        samples.addLast(new Sample(time.nanos(), moved));
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
        var first = samples.getFirst();
        double seconds = (samples.getLast().at() - first.at()) / 1e9;
        return seconds <= 0 ? 0 : (long) ((moved - first.moved()) / seconds);
    }

    private void erase() {
        if (isShown) {
            terminal.print(ERASE);
            terminal.flush();
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            ending.signalAll();
            erase();
        } finally {
            lock.unlock();
        }
    }
}
