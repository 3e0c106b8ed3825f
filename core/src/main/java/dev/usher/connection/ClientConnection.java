package dev.usher.connection;

import dev.usher.Attribute;
import dev.usher.ClientHandler;
import dev.usher.ClientStatus;
import dev.usher.CloseReason;
import dev.usher.Codec;
import dev.usher.Connection;
import dev.usher.Conversation;
import dev.usher.Event;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Listener;
import dev.usher.Output;
import dev.usher.Peer;
import dev.usher.Protocol;
import dev.usher.admission.Ticket;
import dev.usher.transport.Lane;
import dev.usher.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client, from its acceptance to its end. Owns its transport, its ticket and its thread, and
 * gives each back exactly once, however the end comes.
 *
 * <p>Its {@link Serving} is what its thread does, its {@link Departure} how it ends; here is what
 * they, the desk, handlers and services use.
 */
public final class ClientConnection implements Connection, Transport.Watcher, TimedBytes.Parking {
    /** How long a request may be on its way that crosses the end of its connection. */
    private static final Duration CROSSING = Duration.ofMillis(20);

    private final AdmissionDesk desk;
    private final Peer peer;
    private final Transport transport;
    private final Lane lane;
    private final ClientHandler handler;
    private final CoarseClock clock;
    private final long opened;
    private final TimedBytes bytes;
    private final Input input;
    private final Output output;

    private final Serving serving;
    private final Departure departure;
    private final Attributes attributes = new Attributes();
    private final Undertakings undertakings = new Undertakings();
    private final Life life = new Life();
    private final AtomicBoolean turnTaken = new AtomicBoolean();
    private volatile @Nullable Ticket<ClientConnection> ticket;
    private volatile @Nullable InFlight inFlight;
    private volatile boolean unanswerable;
    private @Nullable ProtocolConversation<?, ?> conversation;

    /** Written by the client's thread; others may read a value that is not the latest. */
    private long requests;

    ClientConnection(
            AdmissionDesk desk, Peer peer, Transport transport, Lane lane, CoarseClock clock) {
        this.desk = desk;
        this.peer = peer;
        this.transport = transport;
        this.lane = lane;
        this.clock = clock;
        opened = clock.exact();
        handler = desk.listener().handlers().handler(peer);
        bytes = new TimedBytes(transport, desk.listener().deadlines(), clock, this);
        input = new Input(bytes, desk.listener().limits().message());
        output = new Output(bytes);
        serving = new Serving(this, transport, bytes, lane, handler);
        departure = new Departure(this, desk, transport, clock);
    }

    // Life, as the desk sees it.

    /** Its turn has come: from here on it has a thread, except while it needs none. */
    void start() {
        serving.start();
    }

    /**
     * It is turned away: told so on a thread of its own, since that may take a while.
     *
     * @param told what to do when that thread is done
     */
    void refuse(Failure failure, Runnable told) {
        serving.refuse(failure, told);
    }

    /** Runs a part of this client's writing on a thread that nobody waits for. */
    void startWriter(Writer writer) {
        thread("usher-writer-")
                .start(() -> {
                    try {
                        writer.write();
                    } catch (IOException gone) {
                        cut(CloseReason.CLIENT_LOST);
                    } catch (RuntimeException | Error defect) {
                        failed(defect);
                    }
                });
    }

    interface Writer {
        void write() throws IOException;
    }

    Thread.Builder thread(String prefix) {
        return lane.threads().name(prefix + peer.id());
    }

    void open() {
        transport.open(this);
    }

    void ticket(Ticket<ClientConnection> ticket) {
        this.ticket = ticket;
    }

    boolean isSecondToTakeTurn() {
        return !turnTaken.compareAndSet(false, true);
    }

    @Nullable Ticket<ClientConnection> ticket() {
        return ticket;
    }

    /** There is something for the handler, which rests. */
    @Override
    public void arrived() {
        serving.arrived();
    }

    /** The handler is done, or could not go on for this failure. */
    void end(@Nullable Failure failure) {
        departure.leave(failure, failure == null ? reasonOfGoodEnd() : failure.reason());
    }

    private CloseReason reasonOfGoodEnd() {
        return inputIsOver() ? CloseReason.CLIENT_CLOSED : CloseReason.SERVER_CLOSED;
    }

    private boolean inputIsOver() {
        return transport.inputEnded() && input.available() == 0;
    }

    /** Answers before last words, which may not be found; then no more. */
    void sayGoodbye(@Nullable Failure failure) throws IOException {
        if (conversation != null) {
            conversation.end();
        }
        output.flush();
        if (failure != null && !endsInSilence(failure)) {
            tell(failure);
        }
        output.flush();
        bytes.endOutput();
    }

    private void tell(Failure failure) throws IOException {
        if (conversation != null) {
            conversation.tell(failure);
        } else {
            handler.refuse(failure, this);
        }
    }

    /** A stop finds this client between two requests: to it, that is just the end. */
    private boolean endsInSilence(Failure failure) {
        return failure instanceof Failure.Draining
                && life.hasRun()
                && !bytes.midMessage()
                && !input.unread().hasRemaining()
                && !transport.sendsMoreWithin(CROSSING);
    }

    /** Whether only its socket is left, for the sake of its last words. */
    boolean lingers() {
        return departure.lingers();
    }

    /** It lingers no longer; whether it did until now. */
    boolean stopsLingering() {
        return departure.stopsLingering();
    }

    /** Ends the connection for this reason, at once, whatever its thread is doing. */
    public void cut(CloseReason why) {
        departure.cut(why);
    }

    /** Cuts it, and gives its place away although its thread may not have ended. */
    public void abandon(CloseReason why) {
        departure.abandon(why);
    }

    /** A defect of the handler, the service or the codec showed on another of its threads. */
    public void failed(Throwable defect) {
        report(defect);
        cut(CloseReason.HANDLER_FAILED);
    }

    /** How far it has come. */
    Life life() {
        return life;
    }

    /** Why it ended. */
    CloseReason reason() {
        return departure.reason();
    }

    Event.Traffic traffic() {
        return new Event.Traffic(
                requests,
                transport.bytesIn(),
                transport.bytesOut(),
                Duration.ofNanos(clock.exact() - opened));
    }

    /**
     * What it is doing.
     *
     * @param place its place in the queue; 0 if it does not wait
     */
    ClientStatus status(int place) {
        var calls = inFlight;
        var current = calls == null ? null : calls.longest(clock);
        var traffic = traffic();
        return new ClientStatus(
                peer,
                state(place, current),
                place,
                traffic.open(),
                current == null ? Duration.ZERO : current.age(),
                current == null ? null : current.request(),
                traffic.requests(),
                traffic.bytesIn(),
                traffic.bytesOut());
    }

    private ClientStatus.State state(int place, InFlight.@Nullable Current current) {
        if (place > 0) {
            return ClientStatus.State.WAITING;
        }
        if (lingers() || !life.hasRun()) {
            return ClientStatus.State.LEAVING;
        }
        if (bytes.awaitsOutput()) {
            return ClientStatus.State.WRITING;
        }
        if (current == null && bytes.awaitsInput()) {
            return bytes.midMessage() ? ClientStatus.State.READING : ClientStatus.State.IDLE;
        }
        return ClientStatus.State.SERVING;
    }

    /** Whether somebody wants to see its requests. */
    public boolean isWatched() {
        return desk.isWatched();
    }

    /** A service takes its time: the answers before it leave without it. */
    public void hasten() {
        var waiting = conversation;
        if (waiting != null) {
            waiting.hasten();
        }
    }

    // What the transport tells, on the loop's thread. That may run the clients' threads as well, so
    // it must not wait for a lock that one of them has; nor for those who hear of events.

    @Override
    public void inputEnded() {
        departure.inputEnded();
    }

    @Override
    public void lost() {
        cancelCalls(); // first: there may be no thread for the rest
        departure.inputEnded();
    }

    @Override
    public void fellBehind() {
        bytes.fellBehind();
    }

    @Override
    public void caughtUp() {
        bytes.caughtUp();
    }

    /** Nobody is there to take an answer to what is being done. */
    void cancelCalls() {
        unanswerable = true; // before the calls are asked for: one that starts now sees it
        var calls = inFlight;
        if (calls != null) {
            calls.cancel();
        }
    }

    /** Compares every deadline with the clock. */
    void sweep() {
        bytes.sweep();
        if (bytes.isWriteLate()) {
            cut(CloseReason.LATE_WRITE);
        }
        departure.sweep();
        var calls = inFlight;
        if (calls != null) {
            calls.sweep(clock);
        }
    }

    /** The server stops: what has arrived or begun is still answered, then this client ends. */
    void drain(Failure failure) {
        undertakings.stop(failure, transport::endInput);
    }

    @Override
    public Begun begin() {
        return undertakings.begin(transport::endInput);
    }

    @Override
    public void flush() throws IOException {
        if (conversation != null) {
            conversation.giveBack();
        } else {
            output.flush();
        }
    }

    @Override
    public void park() throws IOException {
        if (conversation != null) {
            conversation.park();
        } else {
            output.flush();
        }
    }

    @Override
    public void unpark() {
        if (conversation != null) {
            conversation.unpark();
        }
    }

    // What handlers and services use.

    /** Speaks with this codec from here on. */
    public <I, O> ProtocolConversation<I, O> converse(Codec<I, O> codec) throws IOException {
        if (conversation != null) {
            throw new IllegalStateException("this connection speaks a protocol already");
        }
        var outbox = new BoundedOutbox<O>(this, codec, output, listener().limits().outbox());
        var started = new ProtocolConversation<>(this, codec, outbox);
        conversation = started;
        var greeting = codec.greet();
        if (greeting != null) {
            started.send(greeting);
        }
        return started;
    }

    @Override
    public <I, O> Conversation<I, O> speak(Protocol<I, O> protocol) throws IOException {
        return converse(protocol.codec(peer));
    }

    /**
     * A message begins: its deadline counts from its first byte.
     *
     * @throws FailureException lost, if nobody is there to take an answer to what has arrived
     */
    void beginMessage() throws FailureException {
        if (unanswerable) {
            throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
        }
        bytes.renewDeadline();
        input.beginMessage();
    }

    /** Whether the next message has begun, as far as what was read last goes. */
    public boolean hasMessage() {
        return input.available() > 0;
    }

    /**
     * Waits for the next message to begin, for a while, when there is none ({@link #hasMessage}).
     *
     * @return whether there is something to read, be it the end
     */
    public boolean awaitMessage() throws IOException {
        boolean begins = bytes.awaitMessage(serving.needsThread());
        if (begins) {
            input.hasArrived(); // what is read message by message lies ready
        }
        return begins;
    }

    /** A message was read whole. */
    void endMessage() {
        input.endMessage();
        requests++;
    }

    /** A wait inside a body: each has a deadline of its own. */
    public void renewDeadline() {
        bytes.renewDeadline();
    }

    /** Whether nobody is there to take an answer: a call that starts now is to be cancelled. */
    public boolean isUnanswerable() {
        return unanswerable;
    }

    /** Whose deadlines are swept with this connection's. */
    public void inFlight(InFlight calls) {
        inFlight = calls;
    }

    /** The clock of its deadlines. */
    public CoarseClock clock() {
        return clock;
    }

    /** Wakes the client's thread, should it wait for input, with this failure. */
    public void endInput(Failure failure) {
        transport.endInput(failure);
    }

    /** Tells the events of a defect. */
    public void report(Throwable defect) {
        desk.report(peer, defect);
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Listener listener() {
        return desk.listener();
    }

    @Override
    public Input input() {
        return input;
    }

    @Override
    public Output output() {
        return output;
    }

    @Override
    public <T> @Nullable T get(Attribute<T> attribute) {
        return attributes.get(attribute);
    }

    @Override
    public <T> void set(Attribute<T> attribute, @Nullable T value) {
        attributes.set(attribute, value);
    }

    @Override
    public void cut() {
        cut(CloseReason.CUT);
    }
}
