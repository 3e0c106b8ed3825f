package dev.usher.client;

import dev.usher.Codec;
import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.function.Consumer;

/** The thread of a connection that reads, and gives each request its answer. */
final class Reading<Q, A> implements Runnable {
    private final Exchange<Q, A> exchange;
    private final Wire wire;
    private final Codec<A, Q> codec;
    private final Awaited<Q, A> awaited;
    private final Dialect<Q, A> dialect;
    private final Consumer<? super A> pushes;

    /** Whether the server has answered anything. */
    private volatile boolean answered;

    /** What the server said last that answered nothing. */
    private @Nullable Refusal lastWords;

    Reading(
            Exchange<Q, A> exchange,
            Wire wire,
            Codec<A, Q> codec,
            Awaited<Q, A> awaited,
            Dialect<Q, A> dialect,
            Consumer<? super A> pushes) {
        this.exchange = exchange;
        this.wire = wire;
        this.codec = codec;
        this.awaited = awaited;
        this.dialect = dialect;
        this.pushes = pushes;
    }

    boolean hasAnswered() {
        return answered;
    }

    @Override
    public void run() {
        try {
            while (exchange.isOpen()) {
                wire.input().beginMessage();
                var message = codec.read(wire.input());
                wire.input().endMessage();
                if (message == null) {
                    exchange.closed(lastWords);
                } else {
                    take(message);
                }
            }
        } catch (FailureException failed) {
            exchange.unreadable(failed);
        } catch (IOException | RuntimeException | Error failed) {
            exchange.broken(failed);
        }
    }

    private void take(A message) {
        if (dialect.pushes().test(message)) {
            pushes.accept(message);
            return;
        }
        var refusal = dialect.refusals().apply(message);
        if (refusal instanceof Refusal.Busy(var words, var retryAfter)) {
            exchange.end(new End.Busy(words, retryAfter));
            return;
        }
        var pending = awaited.take(message);
        if (pending == null) {
            if (refusal == null) {
                pushes.accept(message);
            } else {
                lastWords = refusal;
            }
            return;
        }
        answered = true;
        exchange.leaveRoom();
        if (refusal instanceof Refusal.Rejected rejected) {
            pending.completeExceptionally(new CallException.Rejected(rejected));
        } else {
            pending.complete(message);
        }
    }
}
