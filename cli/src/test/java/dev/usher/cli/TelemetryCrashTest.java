package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Kills the server, without a word, while many devices report; again and again. Each reading that
 * it had acknowledged is there once, and of a report that it had not, all or nothing. Devices that
 * give times of their own then report again what was not acknowledged, and it is there once. Five
 * times, or as often as {@code -Dtelemetry.crashes=100} says.
 */
@Tag("crash")
@Timeout(3_600)
class TelemetryCrashTest {
    private static final int DEVICES = 20;
    private static final int LARGEST_REPORT = 60;
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

    @TempDir Path folder;

    /** How many readings each device of the rounds before has. */
    private final Map<String, Integer> before = new TreeMap<>();

    @Test
    void whatWasAcknowledgedIsThereOnceAndNothingElse() throws Exception {
        long seed = System.nanoTime();
        System.out.println("TelemetryCrashTest seed " + seed);
        int crashes = Integer.getInteger("telemetry.crashes", 5);
        long acknowledged = 0;
        for (int i = 0; i < crashes; i++) {
            var devices = crash(i, new Random(seed + i));
            check(devices);
            acknowledged += devices.stream().mapToInt(device -> device.acknowledged).sum();
        }
        System.out.printf("%d crashes, %d readings acknowledged%n", crashes, acknowledged);
        assertThat(acknowledged).isPositive();
    }

    /** Kills the server at some moment; returns the devices that were reporting. */
    private List<Device> crash(int round, Random random) throws Exception {
        var some = new CountDownLatch(DEVICES + random.nextInt(500));
        var devices = new ArrayList<Device>();
        try (var server = ServerProcess.start(folder, "telemetry", "--port", "0");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < DEVICES; i++) {
                var device =
                        new Device(
                                "device-" + round + "-" + i,
                                i % 2 == 0,
                                new Random(random.nextLong()));
                devices.add(device);
                done.add(threads.submit(() -> device.reportUntilItBreaks(server, some)));
            }
            some.await(60, TimeUnit.SECONDS);
            server.kill();
            for (var one : done) {
                one.get();
            }
            server.end();
        }
        return devices;
    }

    private void check(List<Device> devices) throws Exception {
        try (var server = ServerProcess.start(folder, "telemetry", "--port", "0");
                var client = new Client(server.connect())) {
            for (var device : devices) {
                if (client.ask("latest " + device.name).startsWith("ERROR not-found")) {
                    assertThat(device.acknowledged).isZero();
                } else {
                    device.check(client);
                    before.put(device.name, device.acknowledged);
                }
            }
            for (var entry : before.entrySet()) {
                var all = client.ask("aggregate " + entry.getKey() + " n 366d");
                assertThat(all).contains("\"count\":" + entry.getValue() + ",");
            }
            server.terminate();
            server.end();
        }
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader answers;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            answers =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String ask(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            var answer = answers.readLine();
            if (answer == null) {
                throw new IOException("killed");
            }
            return answer;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Its readings are numbered; those of one report follow one another. */
    private static final class Device {
        private final String name;
        private final boolean ownTimes;
        private final Random random;
        private final Instant begun = Instant.now();
        private int acknowledged;
        private int sent;

        Device(String name, boolean ownTimes, Random random) {
            this.name = name;
            this.ownTimes = ownTimes;
            this.random = random;
        }

        Object reportUntilItBreaks(ServerProcess server, CountDownLatch some) {
            try (var client = new Client(server.connect())) {
                while (true) {
                    sent = acknowledged + 1 + random.nextInt(LARGEST_REPORT);
                    assertThat(client.ask(report())).isEqualTo("OK");
                    acknowledged = sent;
                    some.countDown();
                }
            } catch (IOException killed) {
                return name;
            }
        }

        private String report() {
            return IntStream.range(acknowledged, sent)
                    .mapToObj(this::reading)
                    .collect(Collectors.joining(",", "report " + name + " [", "]"));
        }

        private String reading(int n) {
            return ownTimes
                    ? "{\"n\":%d,\"at\":\"%s\"}".formatted(n, begun.plusMillis(n))
                    : "{\"n\":%d}".formatted(n);
        }

        void check(Client client) throws IOException {
            var kept = numbers(client);
            if (kept.size() != acknowledged) {
                assertThat(kept).as("all of the last report").hasSize(sent);
            }
            if (ownTimes) {
                assertThat(client.ask(report())).isEqualTo("OK");
                acknowledged = sent;
                assertThat(numbers(client)).hasSize(sent);
            } else {
                acknowledged = kept.size();
            }
        }

        /** The numbers of what is kept, which are 0, 1, 2 and so on. */
        private List<Integer> numbers(Client client) throws IOException {
            var kept =
                    NUMBER.matcher(client.ask("history " + name + " n 100000"))
                            .results()
                            .map(found -> Integer.parseInt(found.group(1)))
                            .toList();
            assertThat(kept).isEqualTo(IntStream.range(0, kept.size()).boxed().toList());
            return kept;
        }
    }
}
