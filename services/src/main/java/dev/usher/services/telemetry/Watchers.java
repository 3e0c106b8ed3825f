package dev.usher.services.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who watches which devices. Safe for use by many threads. */
final class Watchers {
    private final Map<String, Set<Watcher>> byDevice = new ConcurrentHashMap<>();

    /** Tells this watcher of this device, or of all for {@code *}. */
    void add(String device, Watcher watcher) {
        byDevice.compute(
                device,
                (_, present) -> {
                    var watchers =
                            present == null ? ConcurrentHashMap.<Watcher>newKeySet() : present;
                    watchers.add(watcher);
                    return watchers;
                });
    }

    /** No longer. */
    void remove(String device, Watcher watcher) {
        byDevice.computeIfPresent(
                device,
                (_, watchers) -> {
                    watchers.remove(watcher);
                    return watchers.isEmpty() ? null : watchers;
                });
    }

    /** Tells those who watch this device. */
    void tell(DeviceName device, List<Reading> readings) {
        var one = byDevice.getOrDefault(device.text(), Set.of());
        var all = byDevice.getOrDefault(TelemetryRequest.ALL, Set.of());
        if (readings.isEmpty() || (one.isEmpty() && all.isEmpty())) {
            return;
        }
        var news = readings.stream().map(reading -> new News(device, reading)).toList();
        all.forEach(watcher -> watcher.tell(news));
        one.stream()
                .filter(watcher -> !all.contains(watcher))
                .forEach(watcher -> watcher.tell(news));
    }
}
