package dev.usher.cli.load;

import dev.usher.cli.lines.Verdict;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One connection: what it has sent, and since when it waits for which answers. Owns its channel.
 */
final class LoadClient {
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration AFTER_A_LOSS = Duration.ofMillis(100);

    private final LoadPlan plan;
    private final @Nullable Schedule schedule;
    private final int number;
    private final Tally tally;
    private final Trial trial;
    private final ByteBuffer requests;
    private final int requestBytes;
    private final AnswerLines lines;

    /** When the requests without an answer were due; the oldest is at {@code head}. */
    private final long[] begun;

    private int head;
    private int inFlight;

    /** How many requests of the schedule are sent. */
    private long sent;

    /** Bytes that belong to requests in flight and are not yet among those being written. */
    private long owed;

    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private boolean connected;
    private boolean wasConnected;

    /** When to connect, or by when to be connected, by {@link System#nanoTime}. */
    private long due;

    /** How long to stay away, if the server has said so. */
    private @Nullable Duration advice;

    /** Whether it stays away for that. */
    private boolean away;

    /** Whether it has asked what everybody asks in the trial, over this connection. */
    private boolean tried;

    /** When the last bytes arrived. */
    private long arrived;

    /**
     * What is sent.
     *
     * @param batch whole requests, one behind another
     * @param length the bytes of one
     */
    record Requests(ByteBuffer batch, int length) {}

    /**
     * One that connects when it is told to.
     *
     * @param number which one of its thread it is
     */
    LoadClient(
            LoadPlan plan,
            @Nullable Schedule schedule,
            int number,
            Requests requests,
            Trial trial,
            Tally tally) {
        this.plan = plan;
        this.schedule = schedule;
        this.number = number;
        this.trial = trial;
        this.tally = tally;
        requestBytes = requests.length();
        this.requests = requests.batch().duplicate().limit(0);
        begun = new long[plan.depth()];
        lines = new AnswerLines(plan.reading(), this::answered);
        due = System.nanoTime();
    }

    boolean isConnected() {
        return connected;
    }

    /** Whether it has been connected at some time. */
    boolean wasConnected() {
        return wasConnected;
    }

    /** Whether it has no channel and is to have one now. */
    boolean wantsToConnect(long now) {
        return channel == null && due - now <= 0;
    }

    void connect(Selector selector) throws IOException {
        var opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        due = System.nanoTime() + TO_CONNECT.toNanos();
        boolean done;
        try {
            done = opened.connect(plan.server());
        } catch (IOException refused) {
            throw unreachable(refused);
        }
        key = opened.register(selector, done ? 0 : SelectionKey.OP_CONNECT, this);
        if (done) {
            open();
        }
    }

    private static IOException unreachable(IOException why) {
        return new IOException(
                why instanceof ConnectException
                                && String.valueOf(why.getMessage()).contains("refused")
                        ? "connection refused"
                        : String.valueOf(why.getMessage()),
                why);
    }

    /** Throws if it has been trying to connect for too long. */
    void check(long now) throws IOException {
        if (channel != null && !connected && due - now <= 0) {
            throw new IOException("no answer within " + TO_CONNECT.toSeconds() + " s");
        }
    }

    private void open() throws IOException {
        connected = true;
        away = false;
        wasConnected = true;
        key().interestOps(SelectionKey.OP_READ);
        fill(System.nanoTime());
    }

    /** Does what its channel is ready for. */
    void ready(byte[] buffer) throws IOException {
        if (key().isConnectable()) {
            try {
                channel().finishConnect();
            } catch (IOException refused) {
                throw unreachable(refused);
            }
            open();
            return;
        }
        try {
            if (key().isWritable()) {
                write();
            }
            if (key().isReadable()) {
                receive(buffer);
            }
        } catch (IOException broken) {
            lose();
        }
    }

    private void receive(byte[] buffer) throws IOException {
        int count = channel().read(ByteBuffer.wrap(buffer));
        if (count < 0) {
            lose();
            return;
        }
        arrived = System.nanoTime();
        lines.take(buffer, count);
        if (advice == null) {
            fill(System.nanoTime());
        } else {
            lose();
        }
    }

    private void answered(Verdict verdict) {
        if (inFlight == 0 && !(verdict instanceof Verdict.Busy)) {
            tally.errors++; // nobody asked for it, so it is no answer
            trial.surplus();
            return;
        }
        if (!trial.isOver() && !(verdict instanceof Verdict.Busy)) {
            trial.answered(arrived);
        }
        long began = inFlight > 0 ? take() : arrived;
        switch (verdict) {
            case Verdict.Good _ -> {
                tally.good++;
                tally.latency(arrived - began);
            }
            case Verdict.Bad _ -> tally.errors++;
            case Verdict.Busy(var retryAfter) -> {
                tally.busy++;
                advice = retryAfter;
            }
        }
    }

    private long take() {
        long began = begun[head];
        head = (head + 1) % begun.length;
        inFlight--;
        return began;
    }

    /** Sends what there is room for, and what is due. */
    private void fill(long now) throws IOException {
        if (!trial.isOver()) {
            if (!tried) {
                tried = true;
                add(now);
            }
        } else if (schedule == null) {
            for (int room = begun.length - inFlight; room > 0; room--) {
                add(now);
            }
        } else {
            while (inFlight < begun.length && schedule.isDue(schedule.number(number, sent), now)) {
                add(schedule.due(schedule.number(number, sent++)));
            }
        }
        write();
    }

    private void add(long began) {
        begun[(head + inFlight++) % begun.length] = began;
        owed += requestBytes;
    }

    /** Sends what is due by now; this request of the schedule, its own, has just become so. */
    void turn(long request, long now) throws IOException {
        if (!connected || schedule == null) {
            return;
        }
        if (schedule.number(number, sent) == request && inFlight < begun.length) {
            tally.delay(now - schedule.due(request));
        }
        try {
            fill(now);
        } catch (IOException broken) {
            lose();
        }
    }

    /** The trial is over: what there is room for is sent. */
    void begin(long now) throws IOException {
        if (!connected) {
            return;
        }
        try {
            fill(now);
        } catch (IOException broken) {
            lose();
        }
    }

    /** From here on it counts; that it was told to stay away before, and does, counts too. */
    void measure() {
        if (away) {
            tally.busy++;
        }
    }

    private void write() throws IOException {
        while (requests.hasRemaining() || owed > 0) {
            if (!requests.hasRemaining()) {
                int next = (int) Math.min(owed, requests.capacity());
                requests.limit(next).position(0);
                owed -= next;
            }
            channel().write(requests);
            if (requests.hasRemaining()) {
                key().interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
        }
        key().interestOps(SelectionKey.OP_READ);
    }

    /** It is closed, or broken, or refused: else what had no answer is lost. */
    private void lose() throws IOException {
        if (advice == null) {
            tally.lost += inFlight;
            tally.unfinished |= lines.hasBegun();
        }
        away = advice != null;
        due = System.nanoTime() + (advice == null ? AFTER_A_LOSS : advice).toNanos();
        close();
    }

    /** Counts what has no answer at the end. */
    void count(long now) {
        tally.unanswered += inFlight;
        tally.unfinished |= lines.hasBegun();
        while (inFlight > 0) {
            missed(now - take());
        }
        if (schedule != null) {
            while (schedule.isDue(schedule.number(number, sent), now)) {
                tally.unsent++;
                missed(now - schedule.due(schedule.number(number, sent++)));
            }
        }
    }

    /** With a schedule, a request that is late counts with the time for which it has been so. */
    private void missed(long age) {
        tally.oldest = Math.max(tally.oldest, age);
        if (schedule != null) {
            tally.latency(age);
        }
    }

    /** Closes its channel; it may connect again. */
    void close() throws IOException {
        var open = channel;
        channel = null;
        connected = false;
        tried = false;
        advice = null;
        inFlight = 0;
        owed = 0;
        requests.limit(0);
        lines.clear();
        if (open != null) {
            open.close();
        }
    }

    private SocketChannel channel() {
        if (channel == null) {
            throw new IllegalStateException("not open");
        }
        return channel;
    }

    private SelectionKey key() {
        if (key == null) {
            throw new IllegalStateException("not open");
        }
        return key;
    }
}
