package dev.usher.cli.log;

import dev.usher.TimeSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a flood of troubles from becoming a flood of lines: lets the first of a kind through, and
 * counts those like it for ten seconds. Safe for use by many threads.
 */
final class Repeats {
    static final Duration WINDOW = Duration.ofSeconds(10);

    /** More kinds than this at once are one kind. */
    private static final int MOST_KINDS = 1_000;

    /** So many are as the last one, which was not shown. */
    record Flood(LogEntry last, long count, Duration time) {}

    private static final class Window {
        private final long began;
        private LogEntry last;
        private long heldBack;

        Window(long began, LogEntry last) {
            this.began = began;
            this.last = last;
        }
    }

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Window> windows = new HashMap<>();

    Repeats(TimeSource time) {
        this.time = time;
    }

    /** Whether this is to be shown; if not, it is counted. */
    boolean isNew(LogEntry entry) {
        var kind = entry.kind();
        lock.lock();
        try {
            if (windows.size() >= MOST_KINDS && !windows.containsKey(kind)) {
                kind = "";
            }
            var window = windows.get(kind);
            if (window == null) {
                windows.put(kind, new Window(time.nanos(), entry));
                return true;
            }
            window.last = entry;
            window.heldBack++;
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** What was held back in windows that are over; where it was something, another begins. */
    List<Flood> over() {
        lock.lock();
        try {
            long now = time.nanos();
            var floods = new ArrayList<Flood>();
            for (var kind : List.copyOf(windows.entrySet())) {
                var window = kind.getValue();
                if (now - window.began >= WINDOW.toNanos()) {
                    windows.remove(kind.getKey());
                    if (window.heldBack > 0) {
                        floods.add(flood(window, now));
                        windows.put(kind.getKey(), new Window(now, window.last));
                    }
                }
            }
            return floods;
        } finally {
            lock.unlock();
        }
    }

    /** All that was held back and not told, at the end. */
    List<Flood> rest() {
        lock.lock();
        try {
            long now = time.nanos();
            var floods =
                    windows.values().stream()
                            .filter(window -> window.heldBack > 0)
                            .map(window -> flood(window, now))
                            .toList();
            windows.clear();
            return floods;
        } finally {
            lock.unlock();
        }
    }

    private static Flood flood(Window window, long now) {
        return new Flood(window.last, window.heldBack, Duration.ofNanos(now - window.began));
    }
}
