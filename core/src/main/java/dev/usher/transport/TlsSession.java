package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * One session of TLS 1.3 or 1.2, on the server's side: an engine, and the wire that it speaks on.
 * One thread may decrypt while another sends: the engine locks itself while it works on one record,
 * and no lock is held during I/O.
 *
 * <p>An {@link SSLException} means that the session cannot go on; the engine may have an alert for
 * the client then, which the next {@link #send} or {@link #endOutput} takes along.
 */
final class TlsSession {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Room for the headers of records, and for small records of the engine's own. Bytes. */
    private static final int OVERHEAD = 1024;

    /**
     * How many records may want an answer from the engine, which queues them all, before we have
     * something to send and take them along. An honest client wants new keys once in gigabytes.
     */
    private static final int MOST_UNANSWERED = 32;

    private final SSLEngine engine;
    private final Transport wire;

    /** Counted up by the thread that decrypts, and back to nothing by the one that sends. */
    private final AtomicInteger unanswered = new AtomicInteger();

    TlsSession(SSLContext context, Transport wire) {
        this.wire = wire;
        engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
    }

    /**
     * Agrees with the client on a session.
     *
     * @param records where the client's records arrive; those after the handshake stay there
     */
    void handshake(TlsRecords records) throws IOException {
        engine.beginHandshake();
        while (!engine.isOutboundDone()) {
            switch (engine.getHandshakeStatus()) {
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(await(records), NOTHING);
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> send(NOTHING);
                case NOT_HANDSHAKING, FINISHED -> {
                    return;
                }
            }
        }
        throw new SSLException("the client closed the session before there was one");
    }

    private ByteBuffer await(TlsRecords records) throws IOException {
        while (!records.hasNext()) {
            var chunk = wire.receive();
            if (chunk == null) {
                throw new SSLException("the client closed the connection");
            }
            records.add(chunk);
        }
        return records.next();
    }

    /** Whether an alert of the client cannot be told from other records. */
    boolean hidesAlerts() {
        return engine.getSession().getProtocol().equals("TLSv1.3");
    }

    /**
     * What is in a record, which may be nothing for us.
     *
     * @return the plaintext, or {@code null} if the record was a close_notify
     */
    @Nullable ByteBuffer decrypt(ByteBuffer record) throws SSLException {
        var plaintext = ByteBuffer.allocate(record.remaining());
        var result = unwrap(record, plaintext);
        switch (result.getHandshakeStatus()) {
            case NOT_HANDSHAKING, FINISHED -> {}
            case NEED_WRAP -> {
                if (result.bytesProduced() == 0 && unanswered.incrementAndGet() > MOST_UNANSWERED) {
                    throw new SSLException("the client wants new keys all the time");
                }
            }
            case NEED_TASK, NEED_UNWRAP, NEED_UNWRAP_AGAIN ->
                    throw new SSLException("the client wants to renegotiate");
        }
        return result.getStatus() == Status.CLOSED ? null : plaintext.flip();
    }

    /** Decrypts exactly one record. */
    private SSLEngineResult unwrap(ByteBuffer record, ByteBuffer plaintext) throws SSLException {
        var result = engine.unwrap(record, plaintext);
        if (record.hasRemaining()) {
            throw new SSLException("no record, or one out of place: " + result);
        }
        return result;
    }

    /** Sends these bytes, after what the engine has to say itself. */
    void send(ByteBuffer plaintext) throws IOException {
        var records = room(plaintext);
        while (plaintext.hasRemaining() || wantsToSend()) {
            var result = engine.wrap(plaintext, records);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                wire.send(records.flip());
                records = room(plaintext);
            } else if (result.bytesProduced() == 0
                    && result.getHandshakeStatus() != HandshakeStatus.FINISHED) {
                wire.send(records.flip());
                throw new SSLException("nothing can be sent: " + result);
            }
        }
        unanswered.set(0);
        wire.send(records.flip());
    }

    private boolean wantsToSend() {
        return engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    /** For as many records as fit into a piece: the engine insists on room for the longest. */
    private ByteBuffer room(ByteBuffer plaintext) {
        int longest = engine.getSession().getPacketBufferSize();
        return ByteBuffer.allocate(
                Math.min(Transport.PIECE, longest + plaintext.remaining() + OVERHEAD));
    }

    /** Sends the last record: an alert if there is a reason for one, else a close_notify. */
    void endOutput() throws IOException {
        engine.closeOutbound();
        send(NOTHING);
    }
}
