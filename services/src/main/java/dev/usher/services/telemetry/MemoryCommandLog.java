package dev.usher.services.telemetry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** Commands in a map. */
final class MemoryCommandLog implements CommandLog {
    private record Given(DeviceName device, Entry entry) {}

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Long, Given> commands = new TreeMap<>();
    private long last;

    MemoryCommandLog(int most) {
        this.most = most;
    }

    @Override
    public long begin(DeviceName device, String command, Instant now) {
        lock.lock();
        try {
            last++;
            var entry = new Entry(last, now, command, Outcome.PENDING, null, null);
            commands.put(last, new Given(device, entry));
            if (commands.size() > most) {
                commands.pollFirstEntry();
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end(long id, Outcome outcome, @Nullable String result, Instant now) {
        lock.lock();
        try {
            commands.computeIfPresent(
                    id,
                    (_, given) -> {
                        var begun = given.entry;
                        return new Given(
                                given.device,
                                new Entry(id, begun.at(), begun.command(), outcome, result, now));
                    });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Entry> newest(DeviceName device, int limit) {
        Deque<Entry> newest = new ArrayDeque<>();
        lock.lock();
        try {
            for (var given : commands.descendingMap().values()) {
                if (newest.size() < limit && given.device.equals(device)) {
                    newest.addFirst(given.entry);
                }
            }
            return List.copyOf(newest);
        } finally {
            lock.unlock();
        }
    }
}
