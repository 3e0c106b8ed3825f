package dev.usher.services.telemetry;

import dev.usher.FailureException;
import dev.usher.Outbox;
import dev.usher.Outbox.WhenFull;
import dev.usher.commands.Answer;
import dev.usher.commands.Speech;
import dev.usher.services.telemetry.CommandLog.Outcome;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.util.RawValue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which connection is which device, and which commands these have yet to acknowledge. A command is
 * sent once at most: a device that comes back may acknowledge what it was sent before, and is sent
 * what waits for it.
 *
 * <p>Safe for use by many threads; what is sent under the lock goes into outboxes, and nobody waits
 * for a client.
 */
final class Presence {
    /** The most commands that one device has yet to acknowledge. */
    static final int MOST_ORDERS = 100;

    /**
     * A connection that is a device.
     *
     * @param speech how it is spoken to
     * @param outbox where to
     */
    record Line(Speech speech, Outbox<Answer> outbox) {
        /** A device that takes nothing is cut off: it comes back, or it is of no use. */
        void send(Record notice) {
            outbox.send(speech.notice(notice), WhenFull.CLOSE);
        }

        /** Whether it leads to the same client, however that is spoken to. */
        boolean isThatOf(@Nullable Line other) {
            return other != null && outbox.equals(other.outbox);
        }
    }

    private static final class Device {
        private @Nullable Line line;
        private final Map<Long, Order> orders = new LinkedHashMap<>();
    }

    private final ReentrantLock lock = new ReentrantLock();

    /** Those that are here or have commands to acknowledge. */
    private final Map<DeviceName, Device> devices = new HashMap<>();

    /** How many listeners are open, by which devices come. */
    private int listeners;

    /** From now on this connection is the device; another one is told that it is none any more. */
    void attach(DeviceName name, Line line) {
        lock.lock();
        try {
            var device = devices.computeIfAbsent(name, _ -> new Device());
            var before = device.line;
            device.line = line;
            if (before != null && !line.isThatOf(before)) {
                before.send(new Notices.Detached(name.text()));
            }
            device.orders.values().stream()
                    .filter(order -> !order.isSent())
                    .forEach(order -> send(order, line));
        } finally {
            lock.unlock();
        }
    }

    private static void send(Order order, Line line) {
        order.markSent();
        line.send(new Notices.Command(order.id(), new RawValue(order.command())));
    }

    /** This connection is not the device any more, if it was. */
    void detach(DeviceName name, Line line) {
        lock.lock();
        try {
            var device = devices.get(name);
            if (device != null && line.isThatOf(device.line)) {
                device.line = null;
                endIfNoneComes(device);
                forgetIfIdle(name, device);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Devices may come by a listener. */
    void opened() {
        lock.lock();
        try {
            listeners++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * None comes by that listener any more. After the last one, devices that are here may still
     * acknowledge what they were sent, but nobody waits for those that are gone.
     */
    void closed() {
        lock.lock();
        try {
            listeners--;
            devices.values().forEach(this::endIfNoneComes);
        } finally {
            lock.unlock();
        }
    }

    private void endIfNoneComes(Device device) {
        if (listeners == 0 && device.line == null) {
            device.orders
                    .values()
                    .forEach(order ->
                            order.end(order.isSent() ? Outcome.UNKNOWN : Outcome.OFFLINE, null));
        }
    }

    private void forgetIfIdle(DeviceName name, Device device) {
        if (device.line == null && device.orders.isEmpty()) {
            devices.remove(name);
        }
    }

    /** Whether a connection is the device. */
    boolean isHere(DeviceName name) {
        lock.lock();
        try {
            var device = devices.get(name);
            return device != null && device.line != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a command, at once or when the device comes.
     *
     * @param wait whether it may wait for the device; otherwise the order of an absent one is ended
     * @throws FailureException rejected, if there are too many for this device
     */
    void give(Order order, boolean wait) throws FailureException {
        lock.lock();
        try {
            var device = devices.computeIfAbsent(order.device(), _ -> new Device());
            var line = device.line;
            if (device.orders.size() >= MOST_ORDERS) {
                throw busy(order.device());
            }
            if (line == null && (listeners == 0 || !wait)) {
                forgetIfIdle(order.device(), device);
                order.end(Outcome.OFFLINE, null);
                return;
            }
            device.orders.put(order.id(), order);
            if (line != null) {
                send(order, line);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks whether another command may be given.
     *
     * @throws FailureException rejected, if there are too many for this device
     */
    void checkRoom(DeviceName name) throws FailureException {
        lock.lock();
        try {
            var device = devices.get(name);
            if (device != null && device.orders.size() >= MOST_ORDERS) {
                throw busy(name);
            }
        } finally {
            lock.unlock();
        }
    }

    private static FailureException busy(DeviceName name) {
        return FailureException.rejected(
                "busy", name + " has " + MOST_ORDERS + " commands to acknowledge");
    }

    /**
     * A connection acknowledges a command. If it is not the device, or the device was not sent such
     * a command, nothing happens.
     */
    void acknowledge(DeviceName name, Line line, long id, @Nullable String result) {
        lock.lock();
        try {
            var device = devices.get(name);
            if (device != null && line.isThatOf(device.line)) {
                var order = device.orders.get(id);
                if (order != null && order.isSent()) {
                    order.end(Outcome.ACKNOWLEDGED, result);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits for this any more. */
    void forget(Order order) {
        lock.lock();
        try {
            var device = devices.get(order.device());
            if (device != null) {
                device.orders.remove(order.id());
                forgetIfIdle(order.device(), device);
            }
        } finally {
            lock.unlock();
        }
    }
}
