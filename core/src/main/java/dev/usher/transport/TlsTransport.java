package dev.usher.transport;

import dev.usher.CloseReason;
import dev.usher.Failure;
import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * The server's side of TLS 1.3 and 1.2 over another transport. Keeps no buffer but the beginning of
 * a record whose rest has not arrived.
 *
 * <p>Receiving never sends: what TLS wants to say because of something that arrived (an alert, or
 * the answer to a KeyUpdate, which may wait: RFC 8446, 4.6.3) leaves with whatever is sent next, at
 * the latest by {@link #endOutput}.
 *
 * <p>The client ends its side by a close_notify, and still gets what it asked for (RFC 8446, 6.1),
 * in TLS 1.2 as well. The end of the connection without one counts as the end of the input if it
 * comes between two records: many clients just close, and a protocol that has to mind an attacker
 * who closes for them knows by itself where its messages end. Within a record the connection is
 * lost. The client cannot renegotiate.
 */
public final class TlsTransport implements Transport {
    private final Transport wire;
    private final SSLContext context;

    // Of the thread that receives:

    private final TlsRecords records = new TlsRecords();

    /** What {@link #awaitArrival} was waiting for. */
    private @Nullable ByteBuffer found;

    // Of all:

    /** Once it is agreed on. A client that waits for its turn costs nothing of it. */
    private volatile @Nullable TlsSession session;

    private volatile boolean ended;
    private volatile @Nullable Failure failure;

    /** The server's side of TLS with these certificates. */
    public TlsTransport(Transport wire, SSLContext context) {
        this.wire = wire;
        this.context = context;
    }

    @Override
    public void open(Watcher watcher) {
        wire.open(watcher);
    }

    @Override
    public void handshake() throws IOException {
        var agreed = new TlsSession(context, wire);
        try {
            agreed.handshake(records);
        } catch (SSLException disagreement) {
            sendAlert(agreed);
            throw new FailureException(new Failure.Lost(CloseReason.HANDSHAKE_FAILED));
        }
        session = agreed;
    }

    private static void sendAlert(TlsSession failed) {
        try {
            failed.endOutput();
        } catch (IOException gone) {
            // It will not hear why. That the handshake failed is reported all the same.
        }
    }

    @Override
    public @Nullable ByteBuffer receive() throws IOException {
        var agreed = session();
        for (; ; ) {
            var plaintext = decryptArrived(agreed);
            if (plaintext != null) {
                return plaintext;
            }
            if (failure != null) {
                throw lost();
            }
            if (ended) {
                return null;
            }
            var chunk = wire.receive();
            if (chunk != null) {
                records.add(chunk);
            } else if (records.isEmpty()) {
                ended = true;
            } else {
                failure = new Failure.Lost(CloseReason.CLIENT_LOST);
            }
        }
    }

    @Override
    public @Nullable ByteBuffer arrived() {
        var agreed = session;
        if (agreed == null) {
            return null;
        }
        for (; ; ) {
            var plaintext = decryptArrived(agreed);
            if (plaintext != null || isOver()) {
                return plaintext;
            }
            var chunk = wire.arrived();
            if (chunk == null) {
                return null;
            }
            records.add(chunk);
        }
    }

    /** What is in the next record that has anything for us, if one has arrived. */
    private @Nullable ByteBuffer decryptArrived(TlsSession agreed) {
        if (found != null) {
            var taken = found;
            found = null;
            return taken;
        }
        while (!isOver() && records.hasNext()) {
            var record = records.next();
            if (TlsRecords.type(record) == TlsRecords.ALERT && !agreed.hidesAlerts()) {
                // In TLS 1.2 it is a close_notify or an error, and nothing comes after it. The
                // engine must not see it, for it would end the output at once, as RFC 5246, 7.2.1
                // wants it; and answers would be lost that RFC 8446, 6.1 wants to be sent.
                ended = true;
                return null;
            }
            try {
                var plaintext = agreed.decrypt(record);
                if (plaintext == null) {
                    ended = true;
                } else if (plaintext.hasRemaining()) {
                    return plaintext;
                }
            } catch (SSLException broken) {
                failure = new Failure.Lost(CloseReason.MALFORMED);
            }
        }
        return null;
    }

    private boolean isOver() {
        return ended || failure != null;
    }

    /** Waits for plaintext: the beginning of a record is nothing to receive yet. */
    @Override
    public void awaitArrival(Duration longest) {
        long by = System.nanoTime() + longest.toNanos();
        found = arrived();
        while (found == null && !isOver() && session != null) {
            wire.awaitArrival(Duration.ofNanos(Math.max(0, by - System.nanoTime())));
            var chunk = wire.arrived();
            if (chunk == null) {
                return; // an end, a failure, or the time is up
            }
            records.add(chunk);
            found = arrived();
        }
    }

    @Override
    public boolean hasArrived() {
        found = arrived();
        return found != null || isOver() || wire.hasArrived();
    }

    @Override
    public boolean awaitArrival() {
        while (!hasArrived()) {
            if (!wire.awaitArrival()) {
                return false;
            }
            var chunk = wire.arrived();
            if (chunk == null) {
                return true; // an end or a failure
            }
            records.add(chunk);
        }
        return true;
    }

    @Override
    public void endPatience() {
        wire.endPatience();
    }

    @Override
    public boolean tellArrival() {
        return !hasArrived() && wire.tellArrival();
    }

    @Override
    public void endInput(Failure failure) {
        wire.endInput(failure);
    }

    @Override
    public void discard(long most) {
        wire.discard(most);
    }

    @Override
    public boolean inputEnded() {
        return ended || (wire.inputEnded() && records.isEmpty() && found == null);
    }

    @Override
    public boolean sendsMoreWithin(Duration longest) {
        return wire.sendsMoreWithin(longest);
    }

    @Override
    public void send(ByteBuffer bytes) throws IOException {
        try {
            session().send(bytes);
        } catch (SSLException over) {
            throw lost();
        }
    }

    @Override
    public void endOutput() throws IOException {
        var agreed = session;
        if (agreed != null) {
            try {
                agreed.endOutput();
            } catch (SSLException over) {
                throw lost();
            }
        }
        wire.endOutput();
    }

    private TlsSession session() throws FailureException {
        var agreed = session;
        if (agreed == null) {
            throw new FailureException(new Failure.Lost(CloseReason.HANDSHAKE_FAILED));
        }
        return agreed;
    }

    private FailureException lost() {
        var known = failure;
        return new FailureException(
                known == null ? new Failure.Lost(CloseReason.CLIENT_LOST) : known);
    }

    @Override
    public void close() {
        wire.close();
    }

    @Override
    public void abort() {
        wire.abort();
    }

    @Override
    public long bytesIn() {
        return wire.bytesIn();
    }

    @Override
    public long bytesOut() {
        return wire.bytesOut();
    }
}
