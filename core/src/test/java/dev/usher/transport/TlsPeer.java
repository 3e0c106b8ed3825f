package dev.usher.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * The client's side of TLS, for tests that need to lay hands on its records. No I/O. One thread may
 * say while another hears.
 */
final class TlsPeer {
    private final SSLEngine engine;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final ByteArrayOutputStream unsaid = new ByteArrayOutputStream();
    private ByteBuffer unheard = ByteBuffer.allocate(0);
    private boolean saidGoodbye;

    TlsPeer(SSLContext context, String protocol) throws SSLException {
        engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        engine.beginHandshake();
    }

    /** Whether the handshake goes on. */
    boolean shakesHands() {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    /** The records of this text, and before them what TLS wants to say. */
    byte[] say(String text) throws SSLException {
        return say(text.getBytes(UTF_8));
    }

    /** The records of these bytes, and before them what TLS wants to say. */
    synchronized byte[] say(byte[] bytes) throws SSLException {
        var plaintext = ByteBuffer.wrap(bytes);
        while (plaintext.hasRemaining()
                || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            if (wrap(plaintext) == Status.CLOSED && plaintext.hasRemaining()) {
                throw new SSLException("the session is closed");
            }
        }
        var said = unsaid.toByteArray();
        unsaid.reset();
        return said;
    }

    private Status wrap(ByteBuffer plaintext) throws SSLException {
        var record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        var result = engine.wrap(plaintext, record);
        unsaid.write(record.array(), 0, record.position());
        return result.getStatus();
    }

    /** What TLS wants to say, such as the next part of the handshake. */
    byte[] say() throws SSLException {
        return say(new byte[0]);
    }

    /** The record that says goodbye. */
    synchronized byte[] closeNotify() throws SSLException {
        engine.closeOutbound();
        return say();
    }

    /** TLS 1.3: the record that changes our keys, and asks for the same; 1.2: a new handshake. */
    synchronized byte[] beginHandshake() throws SSLException {
        engine.beginHandshake();
        return say();
    }

    /**
     * Takes what the server sent.
     *
     * @throws SSLException with the name of the alert, if there is one
     */
    synchronized void hear(byte[] bytes) throws SSLException {
        unheard =
                ByteBuffer.allocate(unheard.remaining() + bytes.length)
                        .put(unheard)
                        .put(bytes)
                        .flip();
        while (unheard.hasRemaining() && !saidGoodbye) {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                wrap(ByteBuffer.allocate(0)); // else it would not listen
            }
            var plaintext = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
            var result = engine.unwrap(unheard, plaintext);
            heard.write(plaintext.array(), 0, plaintext.position());
            saidGoodbye = result.getStatus() == Status.CLOSED;
            for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
                task.run();
            }
            if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                return;
            }
        }
    }

    /** Takes out what the server said. */
    synchronized byte[] heard() {
        var bytes = heard.toByteArray();
        heard.reset();
        return bytes;
    }

    /** Whether the server said goodbye. */
    synchronized boolean saidGoodbye() {
        return saidGoodbye;
    }
}
