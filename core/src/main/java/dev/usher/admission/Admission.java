package dev.usher.admission;

import dev.usher.Failure;
import dev.usher.Limits;
import dev.usher.Occupancy;
import dev.usher.TimeSource;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides who runs, who waits and who is turned away: so many clients run, so many wait, first
 * come, first served. The course calls it the Manager; unlike the course's it never polls: whoever
 * gives a place back is told at once who has it now.
 *
 * <p>After every operation: at most {@code limits.running} run (more only right after the limit was
 * lowered), nobody waits while a place is free, and nobody has overtaken anybody in the queue.
 *
 * <p>A pure state machine: it starts, stops and calls nothing; what is to be done is its answer.
 * Safe for use by many threads, and never holds its lock outside its own few lines.
 *
 * @param <C> the clients
 */
public final class Admission<C> {
    private final ReentrantLock lock = new ReentrantLock();
    private final TimeSource time;
    private final Set<Ticket<C>> queue = new LinkedHashSet<>();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private Limits limits;
    private int running;
    private boolean draining;

    /** With nobody inside. */
    public Admission(Limits limits, TimeSource time) {
        this.limits = limits;
        this.time = time;
    }

    /** Somebody new. */
    public Verdict<C> arrive(C client, InetAddress address) {
        lock.lock();
        try {
            if (draining) {
                return new Verdict.Refuse<>(new Failure.Draining(limits.retryAfter()));
            }
            if (perAddress.getOrDefault(address, 0) >= limits.perAddress()) {
                return new Verdict.Refuse<>(busy(Failure.Full.ADDRESS_HAS_ITS_SHARE));
            }
            if (running < limits.running()) {
                var ticket = issue(client, address);
                run(ticket);
                return new Verdict.Run<>(ticket, snapshot());
            }
            if (queue.size() < limits.waiting()) {
                var ticket = issue(client, address);
                queue.add(ticket);
                return new Verdict.Wait<>(ticket, snapshot());
            }
            return new Verdict.Refuse<>(busy(Failure.Full.EVERYTHING_TAKEN));
        } finally {
            lock.unlock();
        }
    }

    /**
     * A running client has ended.
     *
     * @return who runs instead: one, or none when nobody waits or it had ended before
     */
    public List<Ticket<C>> release(Ticket<C> ticket) {
        lock.lock();
        try {
            if (ticket.state != Ticket.State.RUNNING) {
                return List.of();
            }
            running--;
            end(ticket);
            return admit();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A waiting client gives up.
     *
     * @return whether it was waiting; otherwise its turn had come before, or it had ended
     */
    public boolean leave(Ticket<C> ticket) {
        lock.lock();
        try {
            if (ticket.state != Ticket.State.WAITING) {
                return false;
            }
            queue.remove(ticket);
            end(ticket);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes everybody out of the queue who has waited as long as {@link Limits#patience} allows.
     *
     * @return those, the longest-waiting first; they are to be told {@link #impatience}
     */
    public List<Ticket<C>> expire() {
        lock.lock();
        try {
            if (queue.isEmpty()) {
                return List.of();
            }
            long now = time.nanos();
            long patience = limits.patience().toNanos();
            var expired = new ArrayList<Ticket<C>>();
            for (var ticket : queue) {
                if (now - ticket.arrived() < patience) {
                    break; // everybody behind came later
                }
                expired.add(ticket);
            }
            expired.forEach(queue::remove);
            expired.forEach(this::end);
            return expired;
        } finally {
            lock.unlock();
        }
    }

    /** What a client is told that has waited too long. */
    public Failure impatience() {
        lock.lock();
        try {
            return busy(Failure.Full.WAITED_TOO_LONG);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets other limits. Nobody is thrown out by lower ones; they hold for those who come.
     *
     * @return who runs from now on because there is room
     */
    public List<Ticket<C>> limits(Limits limits) {
        lock.lock();
        try {
            this.limits = limits;
            return admit();
        } finally {
            lock.unlock();
        }
    }

    /** The limits that hold now. */
    public Limits limits() {
        lock.lock();
        try {
            return limits;
        } finally {
            lock.unlock();
        }
    }

    /**
     * From now on nobody is let in, and nobody waits.
     *
     * @return those who waited, the longest-waiting first; they are to be told
     */
    public List<Ticket<C>> drain() {
        lock.lock();
        try {
            draining = true;
            var told = List.copyOf(queue);
            queue.clear();
            told.forEach(this::end);
            return told;
        } finally {
            lock.unlock();
        }
    }

    /** How many run and wait now. */
    public Occupancy occupancy() {
        lock.lock();
        try {
            return snapshot();
        } finally {
            lock.unlock();
        }
    }

    /** Those who wait, the longest-waiting first. */
    public List<C> queue() {
        lock.lock();
        try {
            return queue.stream().map(Ticket::client).toList();
        } finally {
            lock.unlock();
        }
    }

    private Ticket<C> issue(C client, InetAddress address) {
        perAddress.merge(address, 1, Integer::sum);
        return new Ticket<>(client, address, time.nanos());
    }

    private void run(Ticket<C> ticket) {
        ticket.state = Ticket.State.RUNNING;
        running++;
    }

    private void end(Ticket<C> ticket) {
        ticket.state = Ticket.State.ENDED;
        perAddress.computeIfPresent(
                ticket.address(), (address, count) -> count == 1 ? null : count - 1);
    }

    /** Fills free places from the front of the queue. */
    private List<Ticket<C>> admit() {
        if (queue.isEmpty() || running >= limits.running()) {
            return List.of();
        }
        var admitted = new ArrayList<Ticket<C>>();
        for (var next = queue.iterator(); next.hasNext() && running < limits.running(); ) {
            var ticket = next.next();
            next.remove();
            run(ticket);
            admitted.add(ticket);
        }
        return admitted;
    }

    private Occupancy snapshot() {
        return new Occupancy(running, limits.running(), queue.size(), limits.waiting());
    }

    private Failure busy(Failure.Full full) {
        return new Failure.Busy(full, snapshot(), limits.retryAfter());
    }
}
