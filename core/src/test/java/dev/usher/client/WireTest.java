package dev.usher.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The socket of a connection, as the system sees it. */
class WireTest {
    /** What /proc/net/tcp shows of a socket that is waiting to ask whether its peer is there. */
    private static final String KEEP_ALIVE_TIMER = "02:";

    private static final String ESTABLISHED = "01";

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSilentServerIsAskedWhetherItIsThere() throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var wire =
                        new Dialing(
                                        (InetSocketAddress) listening.getLocalSocketAddress(),
                                        null,
                                        1_000,
                                        InetAddress::getAllByName)
                                .connect(Duration.ofSeconds(30))) {
            var local = ":%04X".formatted(wire.local().getPort());
            var remote = ":%04X".formatted(listening.getLocalPort());
            var sockets = new ArrayList<String>();
            for (var table : List.of("tcp", "tcp6")) {
                sockets.addAll(Files.readAllLines(Path.of("/proc/net", table)));
            }
            var timer =
                    sockets.stream()
                            .map(line -> line.strip().split("\\s+"))
                            .filter(fields ->
                                    fields[1].endsWith(local)
                                            && fields[2].endsWith(remote)
                                            && fields[3].equals(ESTABLISHED))
                            .map(fields -> fields[5])
                            .findFirst();
            assertThat(timer)
                    .hasValueSatisfying(when -> {
                        assertThat(when).startsWith(KEEP_ALIVE_TIMER);
                        long hundredths = Long.parseLong(when.substring(when.indexOf(':') + 1), 16);
                        assertThat(hundredths).isBetween(1L, 60 * 100L);
                    });
        }
    }
}
