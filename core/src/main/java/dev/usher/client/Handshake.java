package dev.usher.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;

/** How TLS begins on a connection that is there. */
final class Handshake {
    private static final int ALERT = 21;
    private static final int MAJOR_VERSION = 3;

    private Handshake() {}

    /**
     * TLS on top of a connection, with a server whose certificate is for that name.
     *
     * @param longest how long it may take; then the connection is closed
     * @throws IOException with a reason for people
     */
    static Socket over(Socket plain, InetSocketAddress server, SSLContext tls, Duration longest)
            throws IOException {
        var socket =
                (SSLSocket)
                        tls.getSocketFactory()
                                .createSocket(
                                        plain, server.getHostString(), server.getPort(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        // A deadline for all of it; a timeout would be one for each read.
        var deadline = Thread.ofVirtual().name("usher-client-tls").start(() -> cut(plain, longest));
        try {
            socket.startHandshake();
        } catch (SSLException refused) {
            throw inWords(refused);
        } finally {
            deadline.interrupt();
        }
        return socket;
    }

    /** Closes the socket after this time, unless interrupted before. */
    private static void cut(Socket socket, Duration after) {
        try {
            Thread.sleep(after);
            socket.close();
        } catch (InterruptedException inTime) {
            return;
        } catch (IOException alreadyGone) {
            // It is closed in any case.
        }
    }

    private static IOException inWords(SSLException refused) {
        if (!(refused instanceof SSLHandshakeException)
                && String.valueOf(refused.getMessage()).contains("unrecognized SSL message")) {
            return TlsMismatchException.ofClient();
        }
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CertificateExpiredException _, CertificateNotYetValidException _ -> {
                    return new IOException(
                            "its certificate does not hold now: " + cause.getMessage(), refused);
                }
                case CertificateException wrong when wrong.getCause() != null -> {
                    return new IOException(
                            "its certificate is not one that is trusted, nor signed by one",
                            refused);
                }
                case CertificateException wrong -> {
                    return new IOException("its certificate: " + wrong.getMessage(), refused);
                }
                default -> {} // what stands around it
            }
        }
        return refused;
    }

    /** Whether this is how a server of TLS begins that was not spoken TLS to (RFC 8446, 5.1, 6). */
    static boolean isAlert(byte[] bytes, int count) {
        return count > 1 && bytes[0] == ALERT && bytes[1] == MAJOR_VERSION;
    }
}
