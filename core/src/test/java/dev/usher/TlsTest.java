package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
class TlsTest {
    private static final int TIMEOUT_MILLIS = 20_000;

    @TempDir private static Path shared;
    private static TestCertificates certificates;

    @TempDir private Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates =
                new TestCertificates(shared.resolve("server.p12"))
                        .with("rsa", "-keyalg", "RSA", "-keysize", "2048", "-ext", "bc=ca:true")
                        .with("ec", "-keyalg", "EC", "-groupname", "secp256r1")
                        .with("ed25519", "-keyalg", "Ed25519")
                        .with("signed", "-keyalg", "EC", "-signer", "rsa");
    }

    // PEM.

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ed25519"})
    void aServerShowsTheCertificateOfAPemFile(String alias) throws Exception {
        var context = Tls.pem(certificate(alias), key(alias));
        assertThat(shown(context, alias)).containsExactly(x509(alias));
    }

    @Test
    void aCertificateMayBeExportedByKeytool() throws Exception {
        var exported = certificates.export("ec", folder.resolve("exported.pem"));
        assertThat(shown(Tls.pem(exported, key("ec")), "ec")).containsExactly(x509("ec"));
    }

    @Test
    void aServerShowsTheWholeChain() throws Exception {
        var chain = write("chain.pem", pem("signed") + pem("rsa"));
        var context = Tls.pem(chain, key("signed"));
        assertThat(shown(context, "rsa")).containsExactly(x509("signed"), x509("rsa"));
    }

    @Test
    void certificateAndKeyMayBeInOneFileWithOtherText() throws Exception {
        var file = write("all.pem", "subject=CN\n" + keyPem("ec") + "issuer=CN\n" + pem("ec"));
        assertThat(shown(Tls.pem(file, file), "ec")).containsExactly(x509("ec"));
    }

    @Test
    void aFileMayComeFromWindows() throws Exception {
        var certificate = write("c.pem", pem("ec").replace("\n", "\r\n"));
        var key = write("k.pem", keyPem("ec").replace("\n", "\r\n"));
        assertThat(shown(Tls.pem(certificate, key), "ec")).containsExactly(x509("ec"));
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        var missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> Tls.pem(missing, key("ec")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing.toString());
        assertThatThrownBy(() -> Tls.pem(certificate("ec"), missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing.toString());
    }

    @Test
    void aFileThatIsNoPemIsRefused() throws Exception {
        var der = Files.write(folder.resolve("c.der"), x509("ec").getEncoded());
        assertRefused(
                der,
                key("ec"),
                der + ": not a PEM file, which has a line" + " -----BEGIN CERTIFICATE-----");
        var text = write("key.txt", "secret");
        assertRefused(
                certificate("ec"),
                text,
                text + ": not a PEM file, which has a line" + " -----BEGIN PRIVATE KEY-----");
        var half = write("half.pem", "-----BEGIN PRIVATE KEY-----\nMEEC");
        assertRefused(
                certificate("ec"),
                half,
                half + ": cut short: what -----BEGIN ... begins has no -----END");
    }

    @Test
    void filesThatWereMistakenForEachOtherAreRefused() throws Exception {
        var certificate = certificate("ec");
        var key = key("ec");
        assertRefused(key, certificate, key + ": there is no CERTIFICATE in it");
        assertRefused(certificate, certificate, certificate + ": there is no PRIVATE KEY in it");
    }

    @Test
    void anEncryptedKeyIsRefusedWithTheCommandThatDecryptsIt() throws Exception {
        var key = write("key.pem", block("ENCRYPTED PRIVATE KEY", new byte[100]));
        assertRefused(
                certificate("ec"),
                key,
                key
                        + ": the key is encrypted; a copy that is not: openssl pkcs8 -topk8"
                        + " -nocrypt -in "
                        + key
                        + " -out pkcs8-key.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY"})
    void anOlderFormatIsRefusedWithTheCommandThatConvertsIt(String label) throws Exception {
        var headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n";
        var parameters = block("EC PARAMETERS", new byte[10]);
        var block = block(label, new byte[100]).replaceFirst("\n", "\n" + headers);
        var key = write("key.pem", parameters + block);
        assertRefused(
                certificate("ec"),
                key,
                key
                        + ": BEGIN "
                        + label
                        + " is an older format; a copy as PKCS #8: openssl pkcs8 -topk8 -nocrypt"
                        + " -in "
                        + key
                        + " -out pkcs8-key.pem");
    }

    @ParameterizedTest
    @CsvSource({"ec, rsa", "rsa, ed25519", "ec, signed"})
    void aKeyThatDoesNotFitIsRefused(String certificate, String key) throws Exception {
        assertRefused(
                certificate(certificate),
                key(key),
                folder.resolve(key + "-key.pem")
                        + ": not the key of the first certificate in "
                        + folder.resolve(certificate + ".pem"));
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws Exception {
        var x25519 = KeyPairGenerator.getInstance("X25519").generateKeyPair().getPrivate();
        var key = write("key.pem", block("PRIVATE KEY", x25519.getEncoded()));
        assertRefused(
                certificate("ec"),
                key,
                key + ": the key is damaged, or neither RSA, EC nor Ed25519");
    }

    @Test
    void damageIsNamed() throws Exception {
        var base64 =
                write("base64.pem", "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----");
        assertRefused(base64, key("ec"), base64 + ": the CERTIFICATE is damaged");
        var content = write("content.pem", block("CERTIFICATE", new byte[100]));
        assertRefused(content, key("ec"), content + ": a CERTIFICATE is damaged");
        var key = write("key.pem", block("PRIVATE KEY", new byte[100]));
        assertRefused(
                certificate("ec"),
                key,
                key + ": the key is damaged, or neither RSA, EC nor Ed25519");
    }

    @Test
    void aChainInAnotherOrderIsRefused() throws Exception {
        var chain = write("chain.pem", pem("ec") + pem("rsa"));
        assertRefused(
                chain,
                key("ec"),
                chain
                        + ": certificate 2 did not sign certificate 1; in order are the server's,"
                        + " the one that signed it, and so on");
        var twice = write("twice.pem", pem("ec") + pem("ec"));
        assertThatThrownBy(() -> Tls.pem(twice, key("ec")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(twice + ": ");
    }

    // Key stores.

    @Test
    void aServerShowsTheCertificateOfAKeyStore() throws Exception {
        var password = "s3cret ü".toCharArray();
        var key = certificates.store().getKey("ec", certificates.password());
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("any", key, password, new Certificate[] {x509("ec")});
        var file = save(store, password);
        assertThat(shown(Tls.keyStore(file, password), "ec")).containsExactly(x509("ec"));
    }

    @Test
    void aKeyStoreWithAnotherPasswordIsRefused() {
        assertThatThrownBy(() -> Tls.keyStore(certificates.file(), "wrong".toCharArray()))
                .isInstanceOf(IOException.class)
                .hasMessage(certificates.file() + ": this is not its password");
    }

    @Test
    void aFileThatIsNoKeyStoreIsRefused() throws Exception {
        var file = certificate("ec");
        assertThatThrownBy(() -> Tls.keyStore(file, certificates.password()))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": not a PKCS #12 file");
    }

    @Test
    void aKeyStoreWithoutAKeyIsRefused() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", x509("ec"));
        var file = save(store, certificates.password());
        assertThatThrownBy(() -> Tls.keyStore(file, certificates.password()))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": there is no private key in it");
    }

    // Around.

    /** What a server with this context shows to a client that trusts one certificate. */
    private static Certificate[] shown(SSLContext context, String trusted) throws Exception {
        var client = certificates.trusting(trusted);
        var loopback = InetAddress.getLoopbackAddress();
        try (var server = Server.on(0).tls(context).handle(connection -> {}).start();
                var socket =
                        (SSLSocket)
                                client.getSocketFactory().createSocket(loopback, server.port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates();
        }
    }

    private void assertRefused(Path certificate, Path key, String message) {
        assertThatThrownBy(() -> Tls.pem(certificate, key))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    private Path save(KeyStore store, char[] password) throws Exception {
        var file = folder.resolve("saved.p12");
        try (var output = Files.newOutputStream(file)) {
            store.store(output, password);
        }
        return file;
    }

    private static X509Certificate x509(String alias) throws Exception {
        return (X509Certificate) certificates.store().getCertificate(alias);
    }

    private Path certificate(String alias) throws Exception {
        return write(alias + ".pem", pem(alias));
    }

    private Path key(String alias) throws Exception {
        return write(alias + "-key.pem", keyPem(alias));
    }

    private static String pem(String alias) throws Exception {
        return block("CERTIFICATE", x509(alias).getEncoded());
    }

    private static String keyPem(String alias) throws Exception {
        var key = (PrivateKey) certificates.store().getKey(alias, certificates.password());
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String label, byte[] bytes) {
        var base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
