package dev.usher.cli.settings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;

/** From when until when a certificate is good: clients refuse it at any other time. */
final class CertificateDates {
    private CertificateDates() {}

    /**
     * What clients will not like.
     *
     * @param file a certificate that can be read, with those that signed it
     * @return a sentence, or {@code null} if the server's certificate is good now
     */
    static @Nullable String remark(Path file, Instant now) throws IOException {
        var certificate = read(file);
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            return "%s: the certificate ended on %s; clients will refuse it"
                    .formatted(file, day(certificate.getNotAfter()));
        }
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            return "%s: the certificate begins on %s; clients will refuse it until then"
                    .formatted(file, day(certificate.getNotBefore()));
        }
        return null;
    }

    private static X509Certificate read(Path file) throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(bytes);
        } catch (CertificateException damaged) {
            throw new IOException(file + ": the certificate is damaged", damaged);
        }
    }

    private static String day(Date date) {
        return date.toInstant().atZone(ZoneOffset.UTC).toLocalDate().toString();
    }
}
