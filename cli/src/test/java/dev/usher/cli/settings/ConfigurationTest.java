package dev.usher.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.cli.offer.Offer;
import dev.usher.services.files.StoreLimits;
import dev.usher.storage.telemetry.Retention;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

class ConfigurationTest {
    @TempDir private Path folder;

    private Configuration read(
            Map<String, String> options, Map<String, String> environment, String text)
            throws IOException {
        var file = Files.writeString(folder.resolve("usher.conf"), text);
        return new ConfigurationReader(options, environment, file).read();
    }

    private Configuration read(String text) throws IOException {
        return read(Map.of(), Map.of(), text);
    }

    private static ListenerSettings listener(Configuration configuration, String name) {
        return configuration.listener(name).orElseThrow();
    }

    private String origin(Configuration configuration, String key) {
        return configuration.line(key).orElseThrow().origin().toString().replace(folder + "/", "");
    }

    @Test
    void ofWhichNothingIsSaidItIsWhatTheLibraryIs() throws IOException {
        var usual = new ConfigurationReader(Map.of(), Map.of(), null).read();
        assertThat(usual.server()).isEqualTo(ServerSettings.defaults());
        assertThat(usual.files()).isEqualTo(StoreLimits.defaults());
        assertThat(usual.telemetry()).isEqualTo(Retention.defaults());
        assertThat(usual.work()).isZero();
        assertThat(usual.listeners())
                .isEqualTo(
                        Offer.ALL.stream()
                                .map(offer -> ListenerSettings.of(offer.name(), offer))
                                .toList());
        assertThat(usual.open()).isEqualTo(usual.listeners());
    }

    @Test
    void theStrongerSourceWinsAndIsNamed() throws IOException {
        var text =
                """
                all-listeners.max-clients = 1
                listeners {
                  echo.max-clients = 2
                  files-lockstep.patience = 20 min
                }
                """;
        var key = "listeners.echo.max-clients";
        var file = read(text);
        assertThat(listener(file, "echo").limits().running()).isEqualTo(2);
        assertThat(origin(file, key)).isEqualTo("usher.conf:3");
        assertThat(listener(file, "counter").limits().running()).isEqualTo(1);
        assertThat(origin(file, "listeners.counter.max-clients")).isEqualTo("usher.conf:1");
        assertThat(listener(file, "files-lockstep").limits().patience())
                .isEqualTo(Duration.ofMinutes(20));

        var common = Map.of("USHER_ALL_LISTENERS_MAX_CLIENTS", "3");
        assertThat(listener(read(Map.of(), common, text), "echo").limits().running()).isEqualTo(3);

        var environment =
                Map.of(
                        "USHER_ALL_LISTENERS_MAX_CLIENTS",
                        "3",
                        "USHER_LISTENERS_ECHO_MAX_CLIENTS",
                        "4");
        var variables = read(Map.of(), environment, text);
        assertThat(listener(variables, "echo").limits().running()).isEqualTo(4);
        assertThat(origin(variables, key)).isEqualTo("USHER_LISTENERS_ECHO_MAX_CLIENTS");

        var options = read(Map.of("--max-clients", "5"), environment, text);
        assertThat(options.listeners())
                .allSatisfy(listener -> assertThat(listener.limits().running()).isEqualTo(5));
        assertThat(origin(options, key)).isEqualTo("--max-clients");
        assertThat(origin(options, "data")).isEqualTo("default");
    }

    @Test
    void everySettingReachesItsPlace() throws IOException {
        var configuration =
                read(
                        """
                        data = "/var/lib/usher"
                        engine = portable
                        files { max-file-size = 5, max-files = 7, keep-broken = 1 h }
                        tables.max-size = 2G
                        telemetry { keep = 2 d, max-commands = 9 }
                        counter.work = 11
                        all-listeners.open = off
                        listeners.lab {
                          service = echo, protocol = unframed, port = 7001, bind = "127.0.0.2", open = yes
                          max-clients = 1, max-waiting = 2, patience = 3 s, max-per-address = 4
                          retry-after = 5 s, max-message = 6K, max-unread = 7K, max-outbox = 8
                          handshake = 9 s, first-byte = 10 s, request = 11 s, idle = 12 s, answer = 13 s
                          write = 14 s, grace = 15 s, certificate = c.pem, key = k.pem
                        }
                        """);
        assertThat(configuration.server())
                .isEqualTo(
                        ServerSettings.defaults()
                                .data(Path.of("/var/lib/usher"))
                                .engine("portable"));
        assertThat(configuration.files())
                .isEqualTo(
                        StoreLimits.defaults().fileSize(5).files(7).resumable(Duration.ofHours(1)));
        assertThat(configuration.tables().size()).isEqualTo(2L << 30);
        assertThat(configuration.telemetry())
                .isEqualTo(Retention.defaults().age(Duration.ofDays(2)).commands(9));
        assertThat(configuration.work()).isEqualTo(11);
        var lab = configuration.open().getFirst();
        assertThat(configuration.open()).hasSize(1);
        assertThat(lab.name()).isEqualTo("lab");
        assertThat(lab.offer()).isEqualTo(Offer.of("echo", "unframed"));
        assertThat(lab.address()).hasToString("/127.0.0.2:7001");
        assertThat(lab.limits())
                .isEqualTo(
                        new dev.usher.Limits(
                                1,
                                2,
                                Duration.ofSeconds(3),
                                4,
                                6 << 10,
                                7 << 10,
                                8,
                                Duration.ofSeconds(5)));
        assertThat(lab.deadlines())
                .isEqualTo(
                        new dev.usher.Deadlines(
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(11),
                                Duration.ofSeconds(12),
                                Duration.ofSeconds(13),
                                Duration.ofSeconds(14),
                                Duration.ofSeconds(15)));
        assertThat(lab.pem())
                .isEqualTo(new ListenerSettings.Pem(Path.of("c.pem"), Path.of("k.pem")));
    }

    @Test
    void aFileMayIncludeOthersAndTakeWhatTheEnvironmentHas() throws IOException {
        Files.writeString(folder.resolve("base.conf"), "data = base\nengine = portable\n");
        var text = "include \"base.conf\"\ndata = data\ndata = ${?USHER_HOME}\n";
        var without = read(text);
        assertThat(without.server().data()).isEqualTo(Path.of("data"));
        assertThat(origin(without, "engine")).isEqualTo("base.conf:2");
        var with = read(Map.of(), Map.of("USHER_HOME", "/srv/usher"), text);
        assertThat(with.server().data()).isEqualTo(Path.of("/srv/usher"));
        assertThat(origin(with, "data")).startsWith("usher.conf:");
    }

    @Test
    void whatTheTemplateSaysIsWhatHoldsAnyway() throws IOException {
        var usual = read("");
        assertThat(read(SettingsTemplate.text()).listeners()).isEqualTo(usual.listeners());
        var everything = SettingsTemplate.text().replaceAll("(?m)^( *)#(\\S)", "$1$2");
        var configuration = read(everything);
        assertThat(configuration.server()).isEqualTo(usual.server());
        assertThat(configuration.files()).isEqualTo(usual.files());
        assertThat(configuration.tables()).isEqualTo(usual.tables());
        assertThat(configuration.telemetry()).isEqualTo(usual.telemetry());
        assertThat(configuration.listeners()).isEqualTo(usual.listeners());
        assertThat(configuration.lines())
                .filteredOn(line -> !line.key().startsWith("listeners."))
                .allSatisfy(line -> assertThat(line.origin().toString()).contains("usher.conf:"));
    }

    @Test
    void everyAllowedValueIsAllowedByTheLibraryToo() throws IOException {
        read(
                """
                all-listeners {
                  max-clients = 1, max-waiting = 0, patience = 1 ms, max-per-address = 1
                  retry-after = 0 s, max-message = 1, max-unread = 1K, max-outbox = 1, grace = 0 s
                  handshake = 1 ms, first-byte = 1 ms, request = 1 ms, idle = 1 ms, answer = 1 ms
                  write = 1 ms
                }
                files { max-file-size = 1, max-store-size = 1, max-files = 1, keep-broken = 0 s }
                telemetry { keep = 1 min, keep-size = 1, max-commands = 1 }
                tables.max-size = 1
                """);
        read(
                """
                all-listeners {
                  max-clients = 10000000, max-waiting = 10000000, patience = 24 h
                  max-per-address = 20000000, retry-after = 24 h, max-message = 1G, max-unread = 1G
                  max-outbox = 1000000, grace = 24 h, handshake = 365 d, first-byte = 365 d
                  request = 365 d, idle = 365 d, answer = 365 d, write = 365 d
                }
                files { max-file-size = 1024T, max-store-size = 1024T, keep-broken = 365 d }
                telemetry { keep = 36500 d, keep-size = 1024T, max-commands = 1000000000 }
                tables.max-size = 1024T
                """);
    }

    @Test
    void noPasswordIsShown() throws IOException {
        for (var url :
                new String[] {
                    "jdbc:postgresql://h/d?user=u&password=s3cret&ssl=true",
                    "jdbc:postgresql://u:s3cret@h/d",
                    "jdbc:postgresql://h/d?sslpassword=s3cret"
                }) {
            var configuration = read("database = \"" + url + "\"");
            assertThat(configuration.server().database()).isEqualTo(url);
            assertThat(configuration.toString()).doesNotContain("s3cret");
            assertThat(configuration.line("database").orElseThrow().shown())
                    .doesNotContain("s3cret")
                    .contains("***");
        }
    }

    @Test
    void aVariableWithASlipOfThePenIsRemarkedUpon() throws IOException {
        var environment =
                Map.of(
                        "USHER_DTAA",
                        "lab",
                        "USHER_MAX_CLIENTS",
                        "3",
                        "USHER_LISTENERS_NEW_PORT",
                        "7001",
                        "USHER_PORT",
                        "tcp://10.0.0.1:80");
        assertThat(read(Map.of(), environment, "").remarks())
                .containsExactly(
                        "USHER_DTAA in the environment is no setting; did you mean USHER_DATA?",
                        "USHER_LISTENERS_NEW_PORT in the environment is no setting of any listener;"
                                + " one of your own begins in a file: listeners.NAME { service ="
                                + " ..., port = ... }",
                        "USHER_MAX_CLIENTS in the environment is no setting; did you mean"
                                + " USHER_ALL_LISTENERS_MAX_CLIENTS?");
    }
}
