package dev.usher.services.checkin;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** A roster in a map. */
final class MemoryRoster implements Roster {
    private final int students;
    private final ReentrantLock lock = new ReentrantLock();

    /** Each student's visits, the last one last, by sid. A student's place is kept. */
    private final SequencedMap<String, Deque<Entry>> visits = new LinkedHashMap<>();

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
            var known = visits.get(entry.sid());
            if (known == null) {
                if (visits.size() == students) {
                    throw Roster.full(students);
                }
                known = new ArrayDeque<>();
                visits.put(entry.sid(), known);
            }
            known.add(entry);
            if (known.size() > MAX_VISITS) {
                known.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Entry> page(RosterFilter filter, @Nullable String after, int most)
            throws FailureException {
        lock.lock();
        try {
            var all = visits.values().stream().map(Deque::getLast);
            return (after == null ? all : behind(after, all))
                    .filter(filter::takes)
                    .limit(most)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private Stream<Entry> behind(String sid, Stream<Entry> all) throws FailureException {
        if (!visits.containsKey(sid)) {
            throw RosterFilter.nobody(sid);
        }
        return all.dropWhile(entry -> !entry.sid().equals(sid)).skip(1);
    }

    @Override
    public List<Entry> visits(String sid, int most) {
        lock.lock();
        try {
            var known = visits.getOrDefault(sid, new ArrayDeque<>());
            return known.stream().skip(Math.max(0, known.size() - most)).toList();
        } finally {
            lock.unlock();
        }
    }
}
