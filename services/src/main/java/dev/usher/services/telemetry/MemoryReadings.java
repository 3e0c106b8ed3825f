package dev.usher.services.telemetry;

import dev.usher.FailureException;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/** Readings in maps; when there are too many, those that came first are forgotten. */
final class MemoryReadings implements Readings {

    /** A reading in its place: readings of the same time are in the order of their arrival. */
    private record Entry(Reading reading, long arrival) implements Comparable<Entry> {
        private static final Comparator<Entry> ORDER =
                Comparator.comparing((Entry entry) -> entry.reading.at())
                        .thenComparingLong(Entry::arrival);

        @Override
        public int compareTo(Entry other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class Device {
        private Instant last = Instant.MIN;
        private final NavigableSet<Entry> entries = new TreeSet<>();
        private final Set<Instant> ownTimes = new HashSet<>();
    }

    private record Arrival(Device device, Entry entry) {}

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<DeviceName, Device> devices = new TreeMap<>();
    private final Queue<Arrival> arrivals = new ArrayDeque<>();
    private long arrived;

    MemoryReadings(int most) {
        this.most = most;
    }

    @Override
    public List<Reading> add(DeviceName name, List<Reading> readings, Instant now)
            throws FailureException {
        lock.lock();
        try {
            var device = devices.get(name);
            if (device == null) {
                if (devices.size() == MOST_DEVICES) {
                    throw full();
                }
                device = new Device();
                devices.put(name, device);
            }
            device.last = now;
            var kept = new ArrayList<Reading>(readings.size());
            for (var reading : readings) {
                if (!reading.ownTime() || device.ownTimes.add(reading.at())) {
                    keep(device, new Entry(reading, arrived++));
                    kept.add(reading);
                }
            }
            return kept;
        } finally {
            lock.unlock();
        }
    }

    /** What a client is told for whose device there is no room. */
    static FailureException full() {
        return FailureException.rejected("full", "there are " + MOST_DEVICES + " devices already");
    }

    private void keep(Device device, Entry entry) {
        device.entries.add(entry);
        arrivals.add(new Arrival(device, entry));
        if (arrivals.size() > most) {
            var oldest = arrivals.remove();
            oldest.device.entries.remove(oldest.entry);
            if (oldest.entry.reading.ownTime()) {
                oldest.device.ownTimes.remove(oldest.entry.reading.at());
            }
        }
    }

    @Override
    public void newest(DeviceName name, Span span, Visitor visitor) throws FailureException {
        for (var reading : within(name, span)) {
            if (!visitor.visit(reading)) {
                return;
            }
        }
    }

    private List<Reading> within(DeviceName name, Span span) throws FailureException {
        lock.lock();
        try {
            var device = devices.get(name);
            if (device == null) {
                throw unknown(name);
            }
            return device.entries.descendingSet().stream()
                    .map(Entry::reading)
                    .dropWhile(reading -> !reading.at().isBefore(span.to()))
                    .takeWhile(reading -> !reading.at().isBefore(span.from()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** What a client is told who asks for a device that never was here. */
    static FailureException unknown(DeviceName name) {
        return FailureException.rejected("not-found", "no device is called " + name);
    }

    @Override
    public List<Known> devices(String prefix, String after, int limit) {
        lock.lock();
        try {
            return devices.entrySet().stream()
                    .filter(device -> device.getKey().text().startsWith(prefix))
                    .filter(device -> device.getKey().text().compareTo(after) > 0)
                    .limit(limit)
                    .map(MemoryReadings::known)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static Known known(Map.Entry<DeviceName, Device> device) {
        return new Known(device.getKey(), device.getValue().last);
    }

    @Override
    public Optional<Known> device(DeviceName name) {
        lock.lock();
        try {
            var device = devices.get(name);
            return device == null ? Optional.empty() : Optional.of(new Known(name, device.last));
        } finally {
            lock.unlock();
        }
    }
}
