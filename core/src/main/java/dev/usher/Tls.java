package dev.usher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Loads the certificate that a server shows to its clients, for {@link Listener#tls}, and those
 * that a client trusts.
 *
 * <p>For development one makes a certificate that clients have to be told to trust; with OpenSSL:
 *
 * <pre>{@code
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
 *   -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
 *   -keyout key.pem -out certificate.pem
 * }</pre>
 *
 * <p>or with the JDK alone:
 *
 * <pre>{@code
 * keytool -genkeypair -keyalg EC -groupname secp256r1 -validity 30 \
 *   -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1 \
 *   -alias server -keystore server.p12 -storepass changeit
 * keytool -exportcert -rfc -alias server -keystore server.p12 -storepass changeit \
 *   -file certificate.pem
 * }</pre>
 *
 * <p>The files are read once: a renewed certificate takes effect with the next start. Clients are
 * not asked for certificates of their own.
 */
public final class Tls {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final List<KeyKind> KEY_KINDS =
            List.of(
                    new KeyKind("RSA", "SHA256withRSA"),
                    new KeyKind("EC", "SHA256withECDSA"),
                    new KeyKind("EdDSA", "EdDSA"));

    /** One part of a PEM file (RFC 7468): its label, and its bytes in Base64. */
    private record Block(String label, String base64) {
        byte[] bytes(Path file) throws IOException {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException damaged) {
                throw new IOException(file + ": the " + label + " is damaged", damaged);
            }
        }
    }

    /** The JDK's names for a kind of key, and for what is signed with it. */
    private record KeyKind(String algorithm, String signature) {}

    private record Key(PrivateKey key, KeyKind kind) {}

    private Tls() {}

    /**
     * Loads a certificate and its key from PEM files, as certificate authorities and their tools
     * write them.
     *
     * @param certificateChain the server's certificate, then the one that signed it, and so on; the
     *     root may be left out
     * @param privateKey the key of the first certificate: RSA, EC or Ed25519, as PKCS #8 ({@code
     *     BEGIN PRIVATE KEY}), not encrypted; may be in the same file
     * @throws IOException if a file cannot be read or is not what it should be; the message names
     *     the file and, where there is a command that mends it, the command
     */
    public static SSLContext pem(Path certificateChain, Path privateKey) throws IOException {
        var chain = chain(certificateChain);
        var key = key(privateKey);
        if (!fits(key, chain.getFirst().getPublicKey())) {
            throw new IOException(
                    privateKey + ": not the key of the first certificate in " + certificateChain);
        }
        try {
            var password = new char[0];
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("server", key.key(), password, chain.toArray(X509Certificate[]::new));
            return context(store, password);
        } catch (GeneralSecurityException refused) {
            throw new IOException(certificateChain + ": " + refused.getMessage(), refused);
        }
    }

    /**
     * Loads a certificate and its key from a PKCS #12 file, as {@code keytool} writes it.
     *
     * @param p12 the file, with one private key and its certificate chain
     * @param password of the file and of the key in it; is not kept
     * @throws IOException if the file cannot be read, is no such file, has another password, or
     *     holds no key; the message names it
     */
    public static SSLContext keyStore(Path p12, char[] password) throws IOException {
        var bytes = Files.readAllBytes(p12);
        try {
            var store = KeyStore.getInstance("PKCS12");
            load(store, bytes, password, p12);
            for (var alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return context(store, password);
                }
            }
        } catch (GeneralSecurityException refused) {
            throw new IOException(p12 + ": " + refused.getMessage(), refused);
        }
        throw new IOException(p12 + ": there is no private key in it");
    }

    /**
     * What a client trusts that is to trust these certificates, and no others.
     *
     * @param certificates a PEM file: authorities that sign servers' certificates, or a server's
     *     own one, signed by itself, say
     * @throws IOException if the file cannot be read, or holds no certificate; the message names it
     */
    public static SSLContext trusting(Path certificates) throws IOException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var certificate : certificates(certificates)) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException refused) {
            throw new IOException(certificates + ": " + refused.getMessage(), refused);
        }
    }

    private static void load(KeyStore store, byte[] bytes, char[] password, Path file)
            throws IOException, GeneralSecurityException {
        try {
            store.load(new ByteArrayInputStream(bytes), password);
        } catch (IOException failed) {
            boolean opened = !(failed.getCause() instanceof UnrecoverableKeyException);
            throw new IOException(
                    file + (opened ? ": not a PKCS #12 file" : ": this is not its password"),
                    failed);
        }
    }

    private static SSLContext context(KeyStore store, char[] password)
            throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[0], null);
        return context;
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        for (var block : blocks(file, CERTIFICATE)) {
            if (block.label().equals(CERTIFICATE)) {
                certificates.add(certificate(block, file));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + ": there is no " + CERTIFICATE + " in it");
        }
        return certificates;
    }

    private static List<X509Certificate> chain(Path file) throws IOException {
        var chain = certificates(file);
        for (int i = 1; i < chain.size(); i++) {
            if (!signed(chain.get(i), chain.get(i - 1))) {
                throw new IOException(
                        "%s: certificate %d did not sign certificate %d; in order are the server's,"
                                        .formatted(file, i + 1, i)
                                + " the one that signed it, and so on");
            }
        }
        return chain;
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException byAnother) {
            return false;
        }
    }

    private static X509Certificate certificate(Block block, Path file) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.bytes(file)));
        } catch (CertificateException damaged) {
            throw new IOException(file + ": a " + CERTIFICATE + " is damaged", damaged);
        }
    }

    private static Key key(Path file) throws IOException {
        for (var block : blocks(file, PRIVATE_KEY)) {
            switch (block.label()) {
                case PRIVATE_KEY -> {
                    return key(block, file);
                }
                case "ENCRYPTED PRIVATE KEY" ->
                        throw new IOException(
                                file + ": the key is encrypted; a copy that is not: " + copy(file));
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                        throw new IOException(
                                "%s: BEGIN %s is an older format; a copy as PKCS #8: %s"
                                        .formatted(file, block.label(), copy(file)));
                default -> {} // certificates or parameters, which may stand before the key
            }
        }
        throw new IOException(file + ": there is no " + PRIVATE_KEY + " in it");
    }

    private static String copy(Path file) {
        return "openssl pkcs8 -topk8 -nocrypt -in " + file + " -out pkcs8-" + file.getFileName();
    }

    private static Key key(Block block, Path file) throws IOException {
        var encoded = new PKCS8EncodedKeySpec(block.bytes(file));
        for (var kind : KEY_KINDS) {
            try {
                var factory = KeyFactory.getInstance(kind.algorithm());
                return new Key(factory.generatePrivate(encoded), kind);
            } catch (InvalidKeySpecException another) {
                // Only trying tells: the kind is written inside the encoding.
            } catch (GeneralSecurityException unavailable) {
                throw new IOException(file + ": " + unavailable.getMessage(), unavailable);
            }
        }
        throw new IOException(file + ": the key is damaged, or neither RSA, EC nor Ed25519");
    }

    /** Whether a signature by the one is good for the other. */
    private static boolean fits(Key key, PublicKey certified) {
        try {
            var signature = Signature.getInstance(key.kind().signature());
            signature.initSign(key.key());
            signature.update(certified.getEncoded());
            var signed = signature.sign();
            signature.initVerify(certified);
            signature.update(certified.getEncoded());
            return signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    private static List<Block> blocks(Path file, String wanted) throws IOException {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        var blocks =
                BLOCK.matcher(text)
                        .results()
                        .map(found -> new Block(found.group(1), found.group(2)))
                        .toList();
        if (blocks.isEmpty()) {
            throw new IOException(
                    text.contains("-----BEGIN ")
                            ? file + ": cut short: what -----BEGIN ... begins has no -----END"
                            : "%s: not a PEM file, which has a line -----BEGIN %s-----"
                                    .formatted(file, wanted));
        }
        return blocks;
    }
}
