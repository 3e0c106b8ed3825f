package dev.usher.services.checkin;

import dev.usher.FailureException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A roster in a map. */
final class MemoryRoster implements Roster {
    private final int students;
    private final ReentrantLock lock = new ReentrantLock();

    /** By sid. A key that is put again keeps its place. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    MemoryRoster(int students) {
        if (students < 1) {
            throw new IllegalArgumentException(
                    "students is " + students + "; allowed is 1 and more");
        }
        this.students = students;
    }

    @Override
    public void note(Entry entry) throws FailureException {
        lock.lock();
        try {
            if (entries.size() == students && !entries.containsKey(entry.sid())) {
                throw FailureException.rejected(
                        "full",
                        String.format(Locale.ROOT, "the roster is full: %,d students", students));
            }
            entries.put(entry.sid(), entry);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Entry> entries() {
        lock.lock();
        try {
            return List.copyOf(entries.values());
        } finally {
            lock.unlock();
        }
    }
}
