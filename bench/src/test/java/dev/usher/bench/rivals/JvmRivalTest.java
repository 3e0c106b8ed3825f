package dev.usher.bench.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Each server is a whole one: its speed would mean nothing if it answered wrongly. */
@Timeout(20)
class JvmRivalTest {
    @ParameterizedTest
    @EnumSource(JvmRival.class)
    void echoesLinesHoweverTheyArrive(JvmRival rival) throws IOException {
        assumeTrue(rival.isAvailable());
        try (var server = rival.start(Duration.ZERO);
                var client = connect(server)) {
            echoes(client, "whole\n");
            echoes(client, "glued\nlines\n\nünïcode €\n");
            send(client, "spl");
            send(client, "it\nand more\nunfin");
            assertThat(read(client, 15)).isEqualTo("split\nand more\n");
            send(client, "ished\n");
            assertThat(read(client, 11)).isEqualTo("unfinished\n");
            echoes(client, "x".repeat(65_535) + "\n");
            echoes(client, many("line "));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = JvmRival.class,
            names = {
                "USHER",
                "NETTY_OFFLOAD_VIRTUAL",
                "NETTY_OFFLOAD_POOL",
                "VIRTUAL_THREADS",
                "PLATFORM_THREADS"
            })
    void blocksOneClientOnly(JvmRival rival) throws IOException {
        try (var server = rival.start(Duration.ofMillis(5));
                var first = connect(server);
                var second = connect(server)) {
            long began = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                send(first, "a\nb\n");
                send(second, "c\nd\n");
            }
            assertThat(read(first, 40)).isEqualTo("a\nb\n".repeat(10));
            assertThat(read(second, 40)).isEqualTo("c\nd\n".repeat(10));
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("twenty lines of 5 ms each, one after another")
                    .isGreaterThan(Duration.ofMillis(99));
        }
    }

    @ParameterizedTest
    @EnumSource(JvmRival.class)
    void outlivesAClientThatHangsUp(JvmRival rival) throws IOException {
        assumeTrue(rival.isAvailable());
        try (var server = rival.start(Duration.ZERO)) {
            try (var rude = connect(server)) {
                rude.setSoLinger(true, 0);
                send(rude, "half a li");
            }
            try (var polite = connect(server)) {
                echoes(polite, "still there\n");
                polite.shutdownOutput();
                assertThat(polite.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static String many(String word) {
        return IntStream.range(0, 500)
                .mapToObj(number -> word + number + "\n")
                .collect(Collectors.joining());
    }

    private static Socket connect(RivalServer server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    private static void echoes(Socket client, String lines) throws IOException {
        send(client, lines);
        int length = lines.getBytes(StandardCharsets.UTF_8).length;
        assertThat(read(client, length)).isEqualTo(lines);
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }
}
