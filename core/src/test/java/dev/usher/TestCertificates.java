package dev.usher;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates for tests: a PKCS #12 file that the JDK's own keytool fills. */
public record TestCertificates(Path file) {
    private static final String PASSWORD = "changeit";

    /** Adds a key and its certificate, made with these options of keytool. */
    public TestCertificates with(String alias, String... options) throws Exception {
        var arguments =
                new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
        arguments.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "2"));
        arguments.addAll(List.of(options));
        keytool(arguments);
        return this;
    }

    /** Writes a certificate, without the ones that signed it, as a PEM file. */
    public Path export(String alias, Path file) throws Exception {
        keytool(List.of("-exportcert", "-rfc", "-alias", alias, "-file", file.toString()));
        return file;
    }

    private void keytool(List<String> arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", file.toString()));
        var log = Path.of(file + ".log").toFile();
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("keytool failed, see " + log + ": " + command);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** The password of the file and of every key in it. */
    public char[] password() {
        return PASSWORD.toCharArray();
    }

    /** The file as a key store. */
    public KeyStore store() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), password());
    }

    /** A client that trusts these certificates, and no others. */
    public static SSLContext trusting(X509Certificate... certificates) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < certificates.length; i++) {
            store.setCertificateEntry("trusted-" + i, certificates[i]);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A client that trusts one of these certificates. */
    public SSLContext trusting(String alias) throws Exception {
        return trusting((X509Certificate) store().getCertificate(alias));
    }
}
