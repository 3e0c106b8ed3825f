package dev.usher.client;

import dev.usher.Codec;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The thread of a connection that writes what callers have put into its queue, and flushes when
 * that is empty.
 */
final class Writing<Q, A> implements Runnable {
    private final Exchange<Q, A> exchange;
    private final Wire wire;
    private final Codec<A, Q> codec;
    private final Awaited<Q, A> awaited;

    /** What is to be written; no longer than there is room in flight. */
    private final LinkedBlockingQueue<Pending<Q, A>> outgoing = new LinkedBlockingQueue<>();

    /** Whether the codec is at work on a request. */
    private volatile boolean encoding;

    Writing(Exchange<Q, A> exchange, Wire wire, Codec<A, Q> codec, Awaited<Q, A> awaited) {
        this.exchange = exchange;
        this.wire = wire;
        this.codec = codec;
        this.awaited = awaited;
    }

    /** Has this written, after what was added before. */
    void add(Pending<Q, A> next) {
        outgoing.add(next);
    }

    /** Whether it waits for nothing but the server, if for anything. */
    boolean awaitsServer() {
        return !encoding || wire.isWriting();
    }

    @Override
    public void run() {
        try {
            var greeting = codec.greet();
            if (greeting != null) {
                codec.write(wire.output(), greeting);
            }
            while (exchange.isOpen()) {
                var next = outgoing.poll();
                if (next == null) {
                    wire.output().flush();
                    next = outgoing.take();
                }
                write(next);
            }
        } catch (InterruptedException over) {
            return; // it has ended
        } catch (IOException | RuntimeException | Error failed) {
            exchange.broken(failed);
        } finally {
            exchange.endAll(); // the end may have missed what was being written
        }
    }

    private void write(Pending<Q, A> next) throws IOException {
        if (!next.write()) {
            exchange.leaveRoom();
            return;
        }
        long before = wire.output().position();
        try {
            awaited.add(next);
            encoding = true;
            codec.write(wire.output(), next.request());
        } catch (RuntimeException defect) {
            if (wire.output().position() != before) {
                throw defect; // half a request is on its way
            }
            awaited.remove(next);
            exchange.leaveRoom();
            next.completeExceptionally(defect);
        } finally {
            encoding = false;
        }
    }

    /** Ends what was not written. */
    void end(End how) {
        for (var next = outgoing.poll(); next != null; next = outgoing.poll()) {
            next.end(how);
        }
    }
}
