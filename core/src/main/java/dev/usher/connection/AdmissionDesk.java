package dev.usher.connection;

import dev.usher.ClientStatus;
import dev.usher.CloseReason;
import dev.usher.Deadlines;
import dev.usher.Event;
import dev.usher.Failure;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.ListenerStatus;
import dev.usher.Occupancy;
import dev.usher.Peer;
import dev.usher.admission.Admission;
import dev.usher.admission.Ticket;
import dev.usher.admission.Verdict;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Where the clients of one listener go first: asks the admission, starts those that run, keeps
 * those that wait, and turns the others away. Its {@link Register} knows everybody who is inside,
 * its {@link Counts} what it has done.
 */
public final class AdmissionDesk {
    /** Clients that can be told at one time that they are refused. */
    private static final int MOST_REFUSALS = 1_000;

    /** Connections that can be kept at one time for the sake of their last words. */
    private static final int MOST_LINGERING = 1_000;

    /** How long requests are of interest to somebody who has asked for the clients. */
    private static final Duration WATCH = Duration.ofMinutes(1);

    private volatile Listener listener;
    private final ReentrantLock changing = new ReentrantLock();
    private final CoarseClock clock;
    private final Admission<ClientConnection> admission;
    private final Events events;
    private final Register register = new Register();
    private final Counts counts = new Counts();
    private final Semaphore refusals = new Semaphore(MOST_REFUSALS);
    private final Semaphore lingering = new Semaphore(MOST_LINGERING);
    private volatile long watchedUntil = CoarseClock.NEVER;

    /** A desk for this listener. */
    public AdmissionDesk(Listener listener, CoarseClock clock) {
        this.listener = listener;
        this.clock = clock;
        admission = new Admission<>(listener.limits(), clock::exact);
        events = new Events(listener.events());
    }

    // Arrival.

    /** Somebody has come: lets the client run, wait, or be told that it cannot. */
    void arrive(ClientConnection connection) {
        counts.accepted();
        register.add(connection);
        try {
            decide(connection);
        } catch (RuntimeException | Error noMemory) {
            report(connection.peer(), noMemory);
            connection.abandon(CloseReason.HANDLER_FAILED);
        }
    }

    /** Somebody has come who cannot be served, for a defect of the program. */
    void arriveInVain(Peer peer, Throwable defect) {
        counts.accepted();
        counts.refused();
        report(peer, defect);
        var nothing = new Event.Traffic(0, 0, 0, Duration.ZERO);
        events.emit(new Event.Closed(peer, CloseReason.HANDLER_FAILED, nothing));
    }

    private void decide(ClientConnection connection) {
        var peer = connection.peer();
        switch (admission.arrive(connection, peer.remote().getAddress())) {
            case Verdict.Run(var ticket, var occupancy) -> {
                connection.ticket(ticket);
                connection.open();
                start(connection, Duration.ZERO, occupancy);
            }
            case Verdict.Wait(var ticket, var occupancy) -> {
                connection.ticket(ticket);
                events.emit(new Event.Waiting(peer, occupancy));
                connection.open();
                takeTurn(connection);
            }
            case Verdict.Refuse(var failure) -> {
                connection.open();
                refuse(connection, failure);
            }
        }
    }

    private void refuse(ClientConnection connection, Failure failure) {
        connection.life().turnAway();
        counts.refused();
        events.emit(new Event.Refused(connection.peer(), failure));
        if (refusals.tryAcquire()) {
            tell(connection, failure);
        } else {
            // A flood: politeness has a limit too.
            connection.abandon(failure.reason());
        }
    }

    private void tell(ClientConnection connection, Failure failure) {
        try {
            connection.refuse(failure, refusals::release);
        } catch (RuntimeException | Error noThread) {
            refusals.release();
            report(connection.peer(), noThread);
            connection.abandon(failure.reason());
        }
    }

    // Departure.

    /** Gives the connection's place to whoever has waited longest. Only the first call counts. */
    void release(ClientConnection connection) {
        var ticket = connection.ticket();
        if (ticket != null) {
            admission.release(ticket).forEach(this::admit);
        }
    }

    private void admit(Ticket<ClientConnection> ticket) {
        var connection = ticket.client();
        connection.ticket(ticket);
        takeTurn(connection);
    }

    /**
     * Starts a client that has waited. Its turn may come while the acceptor's thread still tells of
     * its wait; the second of the two to come here starts it, so that its life is told in order.
     */
    private void takeTurn(ClientConnection connection) {
        var ticket = connection.ticket();
        if (ticket == null || !connection.isSecondToTakeTurn()) {
            return;
        }
        var waited = Duration.ofNanos(clock.exact() - ticket.arrived());
        start(connection, waited, admission.occupancy());
    }

    private void start(ClientConnection connection, Duration waited, Occupancy occupancy) {
        if (!connection.life().start()) {
            release(connection);
            return;
        }
        events.emit(new Event.Running(connection.peer(), waited, occupancy));
        if (!connection.life().run()) {
            tellEnd(connection);
            return;
        }
        try {
            connection.start();
        } catch (RuntimeException | Error noThread) {
            report(connection.peer(), noThread);
            connection.abandon(CloseReason.HANDLER_FAILED);
        }
    }

    /** Takes the connection out of the queue; whether it was there. */
    boolean gaveUp(ClientConnection connection) {
        var ticket = connection.ticket();
        boolean waited = ticket != null && admission.leave(ticket);
        if (waited) {
            connection.life().turnAway();
            counts.gaveUp();
        }
        return waited;
    }

    /** Forgets the connection. Only the first call counts. */
    void closed(ClientConnection connection) {
        boolean known = register.remove(connection);
        if (connection.stopsLingering()) {
            lingering.release();
        }
        if (!known) {
            return;
        }
        var life = connection.life().end();
        switch (life) {
            case ARRIVED -> counts.gaveUp();
            case STARTING, RUNNING -> counts.served();
            case TURNED_AWAY, GONE -> {}
        }
        if (life != Life.Stage.STARTING) { // else whoever tells that it runs tells this as well
            tellEnd(connection);
        }
    }

    private void tellEnd(ClientConnection connection) {
        var traffic = connection.traffic();
        counts.requests(traffic.requests());
        events.emit(new Event.Closed(connection.peer(), connection.reason(), traffic));
    }

    /** Whether one more closed connection may wait for its client's side to close. */
    boolean mayLinger() {
        return lingering.tryAcquire();
    }

    /** Whether the connection has not been closed yet. */
    boolean knows(ClientConnection connection) {
        return register.has(connection);
    }

    /** The program's own code threw where this client was served. */
    void report(Peer peer, Throwable defect) {
        counts.defect();
        events.emit(new Event.HandlerFailed(peer, defect));
    }

    // What the sweep and the server do.

    /** Looks at the deadlines of everybody inside, and at the patience of those who wait. */
    void sweep() {
        if (clock.hasCome(watchedUntil)) {
            watchedUntil = CoarseClock.NEVER;
        }
        register.forEach(ClientConnection::sweep);
        for (var ticket : admission.expire()) {
            refuse(ticket.client(), admission.impatience());
        }
    }

    /** Lets nobody in any more, and tells those who wait. Returns how many these are. */
    public int turnAway() {
        var told = admission.drain();
        told.forEach(ticket -> refuse(ticket.client(), draining()));
        return told.size();
    }

    /** Ends everybody inside between two requests, after what they have sent already. */
    public void finish() {
        register.forEach(connection -> connection.drain(draining()));
    }

    private Failure draining() {
        return new Failure.Draining(admission.limits().retryAfter());
    }

    /** Cuts everybody off who is still inside. Returns how many these are. */
    public int cut() {
        return register.cut();
    }

    /** Whether nobody is inside. */
    public boolean isEmpty() {
        return register.isEmpty();
    }

    /**
     * Other limits from now on; who now has room starts. Those of a client hold for who comes after
     * this.
     */
    public void limits(Limits limits) {
        change(before -> before.limits(limits));
        admission.limits(limits).forEach(this::admit);
        events.emit(new Event.LimitsChanged(listener.name(), limits));
    }

    /** Other deadlines for clients that come from now on, and for the end of the listener. */
    public void deadlines(Deadlines deadlines) {
        change(before -> before.deadlines(deadlines));
    }

    private void change(UnaryOperator<Listener> change) {
        changing.lock();
        try {
            listener = change.apply(listener);
        } finally {
            changing.unlock();
        }
    }

    /** The limits that hold now. */
    public Limits limits() {
        return admission.limits();
    }

    /** How full it is, and what it has done, for a listener at this address. */
    public ListenerStatus status(InetSocketAddress address) {
        return counts.status(listener.name(), address, admission.occupancy());
    }

    /** What everybody inside is doing; those who wait last, in their order. */
    public List<ClientStatus> clients() {
        watchedUntil = clock.after(WATCH);
        return register.statuses(admission.queue());
    }

    /**
     * Whether somebody has asked for the clients of late, so that their requests are of interest.
     */
    boolean isWatched() {
        return watchedUntil != CoarseClock.NEVER;
    }

    /** Cuts this client off; whether it was there. */
    public boolean cut(long id) {
        return register.cut(id);
    }

    /** The listener whose clients these are, with the limits and deadlines that hold now. */
    public Listener listener() {
        return listener;
    }

    /** Its events. */
    public Events events() {
        return events;
    }
}
