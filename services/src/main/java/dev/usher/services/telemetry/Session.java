package dev.usher.services.telemetry;

import dev.usher.FailureException;
import dev.usher.Outbox;
import dev.usher.commands.Answer;
import dev.usher.commands.Speech;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one connection is here: a device, a watcher, both or nothing. It ends with the connection.
 * Safe for use by many threads.
 */
final class Session {
    /** The most devices that one client watches by name. */
    static final int MOST_WATCHED = 1_000;

    /** The connection as the device of this name. */
    private record Role(DeviceName name, Presence.Line line) {}

    private final Presence presence;
    private final Watchers watchers;
    private final Outbox<Answer> outbox;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> watched = new HashSet<>();
    private @Nullable Watcher watcher;
    private @Nullable Role role;
    private boolean closed;

    /** A connection that is nothing yet. */
    Session(Presence presence, Watchers watchers, Outbox<Answer> outbox) {
        this.presence = presence;
        this.watchers = watchers;
        this.outbox = outbox;
    }

    /** It is this device from now on, and no other. */
    void attach(DeviceName name, Speech speech) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (role != null && !role.name.equals(name)) {
                presence.detach(role.name, role.line);
            }
            role = new Role(name, new Presence.Line(speech, outbox));
            presence.attach(name, role.line);
        } finally {
            lock.unlock();
        }
    }

    /** It is no device any more. */
    void detach() {
        lock.lock();
        try {
            if (role != null) {
                presence.detach(role.name, role.line);
                role = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** It acknowledges a command to the device that it is. */
    void acknowledge(long id, @Nullable String result) {
        Role device;
        lock.lock();
        try {
            device = role;
        } finally {
            lock.unlock();
        }
        if (device != null) {
            presence.acknowledge(device.name, device.line, id, result);
        }
    }

    /**
     * Looks whether it may watch this device too.
     *
     * @throws FailureException rejected, if it watches as many as it may
     */
    void checkRoom(String device) throws FailureException {
        lock.lock();
        try {
            if (watched.size() >= MOST_WATCHED && !watched.contains(device)) {
                throw FailureException.rejected(
                        "full", "you watch " + MOST_WATCHED + " devices already; * is all");
            }
        } finally {
            lock.unlock();
        }
    }

    /** It watches this device, or all for {@code *}, from now on. */
    void watch(String device, Speech speech) {
        lock.lock();
        try {
            if (!closed && watched.add(device)) {
                var present = watcher == null ? new Watcher(speech, outbox) : watcher;
                watcher = present;
                watchers.add(device, present);
            }
        } finally {
            lock.unlock();
        }
    }

    /** No longer. */
    void unwatch(String device) {
        lock.lock();
        try {
            if (watcher != null && watched.remove(device)) {
                watchers.remove(device, watcher);
                watcher = watched.isEmpty() ? null : watcher;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The connection has ended. */
    void close() {
        lock.lock();
        try {
            closed = true;
            if (role != null) {
                presence.detach(role.name, role.line);
            }
            if (watcher != null) {
                for (var device : watched) {
                    watchers.remove(device, watcher);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
