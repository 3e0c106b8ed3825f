package dev.usher.services.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The transcripts of telemetry in {@code docs/protocol.md} are what the service says. */
class TelemetryPageTest {
    private static final Pattern TRANSCRIPT = Pattern.compile("```\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("(\\w+) +([CS]) (.*)");

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void theTranscriptsAreTrue() throws Exception {
        var page = Files.readString(Path.of("../docs/protocol.md"));
        var section = page.substring(page.indexOf("## telemetry"), page.indexOf("## lockstep"));
        int played = 0;
        for (var found : TRANSCRIPT.matcher(section).results().toList()) {
            play(found.group(1));
            played++;
        }
        assertThat(played).isEqualTo(3);
    }

    private void play(String transcript) throws Exception {
        var telemetry =
                new Telemetry(
                        Readings.inMemory(),
                        CommandLog.inMemory(),
                        InstantSource.fixed(Instant.parse("2026-03-02T09:00:00Z")));
        var server = servers.start(telemetry.on(Server.on(0)));
        Map<String, TestClient> clients = new HashMap<>();
        for (var line : transcript.lines().toList()) {
            var parts = LINE.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            var client = clients.get(parts.group(1));
            if (client == null) {
                client = servers.connect(server);
                clients.put(parts.group(1), client);
            }
            if (parts.group(2).equals("C")) {
                client.send(parts.group(3) + "\n");
            } else {
                assertThat(client.readLine()).isEqualTo(parts.group(3));
            }
        }
    }
}
