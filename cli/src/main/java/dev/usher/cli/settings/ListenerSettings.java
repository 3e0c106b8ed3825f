package dev.usher.cli.settings;

import dev.usher.Deadlines;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.Tls;
import dev.usher.cli.offer.Equipment;
import dev.usher.cli.offer.Offer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/**
 * A listener that a server may open; an immutable value.
 *
 * @param name what events, reports and files call it
 * @param offer what it serves
 * @param isOpen whether it is opened
 * @param address where it listens
 * @param limits how much it and its clients may take
 * @param deadlines how long it waits for what
 * @param pem where its certificate is
 */
public record ListenerSettings(
        String name,
        Offer offer,
        boolean isOpen,
        InetSocketAddress address,
        Limits limits,
        Deadlines deadlines,
        Pem pem) {

    /**
     * The files of a listener that speaks TLS; both, or for plain TCP neither.
     *
     * @param certificate the server's certificate, and those that signed it
     * @param key the key of the first certificate
     */
    record Pem(@Nullable Path certificate, @Nullable Path key) {}

    /** A listener of this name for this offer, of which nothing else is said. */
    public static ListenerSettings of(String name, Offer offer) {
        var usual = offer.listener();
        return new ListenerSettings(
                name,
                offer,
                true,
                usual.address(),
                usual.limits(),
                usual.deadlines(),
                new Pem(null, null));
    }

    int port() {
        return address.getPort();
    }

    InetAddress host() {
        return address.getAddress();
    }

    public ListenerSettings port(int number) {
        return address(new InetSocketAddress(host(), number));
    }

    ListenerSettings host(InetAddress another) {
        return address(new InetSocketAddress(another, port()));
    }

    private ListenerSettings address(InetSocketAddress another) {
        return new ListenerSettings(name, offer, isOpen, another, limits, deadlines, pem);
    }

    ListenerSettings open(boolean whether) {
        return new ListenerSettings(name, offer, whether, address, limits, deadlines, pem);
    }

    ListenerSettings limits(Limits others) {
        return new ListenerSettings(name, offer, isOpen, address, others, deadlines, pem);
    }

    ListenerSettings deadlines(Deadlines others) {
        return new ListenerSettings(name, offer, isOpen, address, limits, others, pem);
    }

    ListenerSettings certificate(@Nullable Path file) {
        return pem(new Pem(file, pem.key));
    }

    ListenerSettings key(@Nullable Path file) {
        return pem(new Pem(pem.certificate, file));
    }

    private ListenerSettings pem(Pem files) {
        return new ListenerSettings(name, offer, isOpen, address, limits, deadlines, files);
    }

    /** Whether this machine has the address to listen on. */
    public boolean isOnThisMachine() throws SocketException {
        return host().isAnyLocalAddress()
                || host().isLoopbackAddress()
                || NetworkInterface.getByInetAddress(host()) != null;
    }

    /**
     * The listener, ready to start.
     *
     * @throws IOException with a sentence for people, if what it needs cannot be had
     */
    public Listener listener(Equipment equipment) throws IOException {
        var plain =
                Server.on(port())
                        .named(name)
                        .bind(host().getHostAddress())
                        .limits(limits)
                        .deadlines(deadlines);
        var tls = tls();
        return offer.serve(tls == null ? plain : plain.tls(tls), equipment);
    }

    /** What clients will not like about its certificate, which can be read; in a sentence. */
    public Optional<String> certificateRemark() throws IOException {
        return pem.certificate == null
                ? Optional.empty()
                : Optional.ofNullable(CertificateDates.remark(pem.certificate, Instant.now()));
    }

    /**
     * Reads the certificate and its key; {@code null} for plain TCP.
     *
     * @throws IOException with a sentence for people that names the file, if they cannot be had
     */
    @Nullable SSLContext tls() throws IOException {
        if (pem.certificate == null || pem.key == null) {
            return null;
        }
        try {
            return Tls.pem(pem.certificate, pem.key);
        } catch (NoSuchFileException missing) {
            throw new IOException(missing.getFile() + ": there is no such file", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException(denied.getFile() + ": may not be read by this user", denied);
        }
    }
}
