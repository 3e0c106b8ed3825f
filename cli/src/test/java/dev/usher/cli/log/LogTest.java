package dev.usher.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Peer;

import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class LogTest {
    private static final InetSocketAddress ADDRESS =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 50312);
    private static final Peer PEER = new Peer(4, "echo", ADDRESS, ADDRESS);
    private static final LogSettings JSON = LogSettings.in(LogSettings.Format.JSON);

    private static List<JsonNode> objects(Transcript transcript) {
        return transcript.lines().stream().map(line -> JsonMapper.shared().readTree(line)).toList();
    }

    @Test
    void forProgramsALineIsAnObject() {
        var transcript = new Transcript(JSON);
        var before = Instant.now();
        new Narrator(transcript.logger())
                .accept(
                        new Event.Closed(
                                PEER,
                                CloseReason.CLIENT_CLOSED,
                                new Event.Traffic(1, 1800, 6, Duration.ofMillis(15))));

        var left = objects(transcript).getFirst();
        var time = left.get("time").asString();
        assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(Instant.parse(time)).isBetween(before.minusMillis(1), Instant.now());
        assertThat(left.toString().replace(time, "T"))
                .isEqualTo(
                        """
                        {"time":"T","level":"info","event":"closed","listener":"echo","client":4,\
                        "remote":"127.0.0.1:50312","reason":"client-closed","requests":1,\
                        "bytesIn":1800,"bytesOut":6,"openMillis":15,\
                        "message":"echo#4 127.0.0.1:50312 left: client closed;\
                         1 request, 1,800 bytes in, 6 out, 0.015 s"}\
                        """);
    }

    @Test
    void aDefectIsAnObjectToo() {
        var transcript = new Transcript(JSON);
        new Narrator(transcript.logger())
                .accept(new Event.HandlerFailed(PEER, new IllegalStateException("a\nb\033[2J")));

        var defect = objects(transcript).getFirst();
        assertThat(defect.get("level").asString()).isEqualTo("error");
        assertThat(defect.get("event").asString()).isEqualTo("defect");
        assertThat(defect.get("error").asString())
                .isEqualTo("java.lang.IllegalStateException: a\\u000ab\\u001b[2J");
        assertThat(defect.get("trace").get(2).asString())
                .startsWith("    at dev.usher.cli.log.LogTest.");
    }

    @Test
    void whatLibrariesSayGoesTheSameWayWithoutPasswords() {
        var transcript = new Transcript(LogSettings.in(LogSettings.Format.TEXT).level(Level.DEBUG));
        var library = transcript.library("org.example.Pool");
        library.debug("how it works inside");
        library.warn("cannot reach jdbc:x://u:hunter2@h/db?user=u&password=hunter2&ssl=on");
        library.error("lost", new IOException("Password: 'hunter2'"));

        transcript
                .library("org.postgresql.util.PGPropertyUtil")
                .warn("JDBC URL invalid port number: hunter2@127.0.0.1");

        var lines = transcript.untimed();
        assertThat(lines)
                .startsWith(
                        "WARN org.example.Pool: cannot reach"
                                + " jdbc:x://u:***@h/db?user=u&password=***&ssl=on",
                        "ERROR org.example.Pool: lost",
                        "    java.io.IOException: Password: ***");
        assertThat(String.join("\n", lines)).doesNotContain("hunter2");
    }

    @Test
    void troublesThatAreAlikeAreToldOnceAndCounted() {
        var transcript = new Transcript(JSON);
        for (int i = 0; i < 42; i++) {
            new Narrator(transcript.logger())
                    .accept(new Event.AcceptFailed("echo", new IOException("no"), Duration.ZERO));
        }

        var told = objects(transcript);
        assertThat(told).hasSize(2);
        assertThat(told.get(0).has("more")).isFalse();
        assertThat(told.get(1).get("event").asString()).isEqualTo("accept-failed");
        assertThat(told.get(1).get("more").asInt()).isEqualTo(41);
        assertThat(told.get(1).get("message").asString())
                .contains("; trying again in 0 s … and 41 more in the last ");
    }

    @Test
    void noTextIsWithoutEnd() {
        var transcript = new Transcript();
        transcript.logger().warn("x".repeat(1_000_000));

        assertThat(transcript.untimed())
                .containsExactly("WARN " + "x".repeat(2_000) + "… (1,000,000 characters)");
    }

    @Test
    void whoAsksForNothingIsToldOfTroubleAlone() {
        assertThat(LogSettings.in(LogSettings.Format.TEXT).level()).isEqualTo(Level.WARN);
        assertThat(JSON.level()).isEqualTo(Level.INFO);
    }
}
