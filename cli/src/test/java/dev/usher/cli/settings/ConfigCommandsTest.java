package dev.usher.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.cli.Main;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

class ConfigCommandsTest {
    /** Of nobody, for localhost. */
    private static final String CERTIFICATE =
            """
            -----BEGIN CERTIFICATE-----
            MIIBfDCCASKgAwIBAgITe5YVBWx8HmOZH29BuYFsAvZHZjAKBggqhkjOPQQDAjAU
            MRIwEAYDVQQDDAlsb2NhbGhvc3QwHhcNMjYxMTIxMTQyMDU4WhcNMzYxMTE4MTQy
            MDU4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMB
            BwNCAARb+WyexgHW36aMYVzdd/0uBqf3FLu1HfY9/2gkIl55VGn8cAqjwdQ5zKYP
            O2Zod4fVBwVM6H+A6m2jpfhqn3+Fo1MwUTAdBgNVHQ4EFgQUmm0QTnwz+RM/XhFQ
            JU7h3ZDgfpEwHwYDVR0jBBgwFoAUmm0QTnwz+RM/XhFQJU7h3ZDgfpEwDwYDVR0T
            AQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiB8Mlj1Tw0eCXnnKGc/emmRaDtj
            Mb4aFMNPneKTQ4j4fgIhAOcohpS8is6mOwKfy0PYidrDWnvqvlMJx8s60AkFUdPX
            -----END CERTIFICATE-----
            """;

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int usher(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine(InputStream.nullInputStream())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("usher.conf"), text);
    }

    @Test
    void initWritesAFileThatIsGoodAndNeverWritesOverOne() throws IOException {
        var file = folder.resolve("usher.conf");
        assertThat(usher("config", "init", file.toString())).isZero();
        assertThat(out.toString()).startsWith(file + " is written; next: usher serve --config ");
        assertThat(usher("config", "check", file.toString())).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines(file + ": good; opens 12 listeners");

        Files.writeString(file, "mine");
        assertThat(usher("config", "init", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "usher: " + file + " is there already; --force writes over it");
        err.getBuffer().setLength(0);
        assertThat(usher("config", "init", folder.toString())).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "usher: %s is a folder; name a file, such as %s"
                                .formatted(folder, folder.resolve("usher.conf")));
        assertThat(file).hasContent("mine");
        assertThat(usher("config", "init", "--force", file.toString())).isZero();
        assertThat(file).hasContent(SettingsTemplate.text());
        assertThat(usher("config", "init", folder.resolve("no/usher.conf").toString()))
                .isEqualTo(1);
    }

    @Test
    void checkAndServeRefuseABrokenFileWithAllThatIsWrong() throws IOException {
        var file = file("dtaa = lab\nengine = steam\n");
        for (var arguments :
                new String[][] {
                    {"config", "check", file.toString()},
                    {"config", "show", "--config", file.toString()},
                    {"serve", "echo", "--port", "0", "--config", file.toString()}
                }) {
            assertThat(usher(arguments)).isEqualTo(1);
            assertThat(out.toString()).isEmpty();
            assertThat(err.toString().lines())
                    .containsExactly(
                            "usher: the configuration has 2 errors",
                            file + ":1: dtaa: there is no such setting; did you mean data?",
                            file
                                    + ":2: engine: 'steam' is not one of best, portable, carrier,"
                                    + " uring");
        }
    }

    @Test
    void showTellsEachValueAndWhereItComesFrom() throws IOException {
        var file =
                file(
                        "listeners.echo.port = 7001\n"
                                + "database = \"jdbc:postgresql://h/d?user=u&password=s3cret\"");
        assertThat(
                        usher(
                                "config",
                                "show",
                                "listeners.echo.",
                                "--config",
                                file.toString(),
                                "--max-clients",
                                "3"))
                .isZero();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "listeners.echo.port = 7001 # " + file + ":1",
                        "listeners.echo.max-clients = 3 # --max-clients",
                        "listeners.echo.max-waiting = 1000 # default")
                .allMatch(line -> line.startsWith("listeners.echo."));
        assertThat(usher("config", "show", "--config", file.toString())).isZero();
        assertThat(out.toString()).contains("password=***").doesNotContain("s3cret");
        assertThat(out.toString().lines()).hasSizeGreaterThan(200);
    }

    @Test
    void checkReadsTheCertificatesAsServeDoes() throws IOException {
        var here = folder.toString();
        var file =
                file(
                        """
                        listeners.echo { certificate = "%s/c.pem", key = "%s/k.pem" }
                        listeners.counter { open = false, certificate = none, key = none }
                        """
                                .formatted(here, here));
        assertThat(usher("config", "check", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "usher: the configuration has 1 error",
                        file
                                + ":1: listeners.echo.certificate: "
                                + here
                                + "/c.pem: there is no such file");
        assertThat(usher("serve", "echo", "--port", "0", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "usher: the configuration has 1 error"
                                + file
                                + ":1: listeners.echo.certificate: "
                                + here
                                + "/c.pem: there is no such file");
        Files.writeString(folder.resolve("c.pem"), "no certificate");
        assertThat(usher("config", "check", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("usher.conf:1: listeners.echo.certificate: " + here);
        Files.writeString(folder.resolve("c.pem"), CERTIFICATE);
        assertThat(usher("config", "check", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .contains(
                        file + ":1: listeners.echo.key: " + here + "/k.pem: there is no such file");
    }

    @Test
    void certificatesAreToldOfWithWhateverElseIsWrong() throws IOException {
        var file =
                file(
                        """
                        engine = steam
                        all-listeners { certificate = none.pem, key = none.pem }
                        """);
        assertThat(usher("config", "check", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "usher: the configuration has 2 errors",
                        file + ":1: engine: 'steam' is not one of best, portable, carrier, uring",
                        file + ":2: all-listeners.key: none.pem: there is no such file");
    }

    @Test
    void aCertificateIsRemarkedOnOutsideOfItsDates() throws IOException {
        var file = Files.writeString(folder.resolve("c.pem"), CERTIFICATE);
        assertThat(CertificateDates.remark(file, Instant.parse("2026-11-21T14:20:57Z")))
                .isEqualTo(
                        file
                                + ": the certificate begins on 2026-11-21; clients will refuse it"
                                + " until then");
        assertThat(CertificateDates.remark(file, Instant.parse("2030-01-01T00:00:00Z"))).isNull();
        assertThat(CertificateDates.remark(file, Instant.parse("2036-11-18T14:20:59Z")))
                .isEqualTo(file + ": the certificate ended on 2036-11-18; clients will refuse it");
    }

    @Test
    void oneServiceIsServedWhetherItIsOpenInTheFileOrNot() throws IOException {
        var file =
                file(
                        "all-listeners.open = false\n"
                                + "listeners.echo { certificate = none.pem, key = none.pem }");
        assertThat(usher("serve", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("none is open");
        // It gets as far as to look for its certificate.
        assertThat(usher("serve", "echo", "--port", "0", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("none.pem: there is no such file");
    }

    @Test
    void whatIsShownIsAFileThatSaysTheSame() throws IOException {
        assertThat(usher("config", "show", "--data", "null", "--log-level", "warn")).isZero();
        var shown = out.toString();
        assertThat(usher("config", "show", "--config", file(shown).toString())).isZero();
        assertThat(values(out.toString())).isEqualTo(values(shown));
    }

    private static String values(String shown) {
        return shown.replaceAll("(?m) +#.*$", "");
    }
}
