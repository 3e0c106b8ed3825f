package dev.usher.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.cli.PostgresServer;
import dev.usher.cli.ServerProcess;

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
import java.util.Collection;
import java.util.Collections;
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
 * Kills the server, without a word, while many devices report and carry out commands; again and
 * again, and every other time the PostgreSQL server as well. Each reading that it had acknowledged
 * is there once, and of a report that it had not, all or nothing. Devices that give times of their
 * own then report again what was not acknowledged, and it is there once. Five times, or as often as
 * {@code -Dtelemetry.crashes=100} says.
 */
@Tag("crash")
@Timeout(3_600)
class TelemetryCrashTest {
    private static final int DEVICES = 20;
    private static final int LARGEST_REPORT = 60;

    /** How many devices of earlier rounds are looked at again in each; all of them at the end. */
    private static final int LOOKS_BACK = 20;

    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

    @TempDir Path folder;

    /** How many readings each device of the rounds before has. */
    private final Map<String, Integer> before = new TreeMap<>();

    /** The greatest number of any command so far. */
    private long lastCommand;

    @Test
    void whatWasAcknowledgedIsInTheFileOnceAndNothingElse() throws Exception {
        repeat((_, server) -> server.kill());
    }

    @Test
    void whatWasAcknowledgedIsOnThePostgresServerOnceAndNothingElse() throws Exception {
        try (var postgres = PostgresServer.in(folder)) {
            repeat(
                    (round, server) -> {
                        if (round % 2 == 1) {
                            postgres.kill();
                        }
                        server.kill();
                        if (round % 2 == 1) {
                            postgres.start();
                        }
                    },
                    "--database",
                    postgres.url());
        }
    }

    /** What kills in one round. */
    @FunctionalInterface
    private interface Blow {
        void fall(int round, ServerProcess server) throws Exception;
    }

    private void repeat(Blow blow, String... options) throws Exception {
        long seed = System.nanoTime();
        System.out.println("TelemetryCrashTest seed " + seed);
        int crashes = Integer.getInteger("telemetry.crashes", 5);
        long readings = 0;
        long commands = 0;
        for (int i = 0; i < crashes; i++) {
            var random = new Random(seed + i);
            var devices = devices(i, random);
            var commanded = new CommandedDevice("commanded-" + i);
            int round = i;
            crash(devices, commanded, random, server -> blow.fall(round, server), options);
            readings += devices.stream().mapToInt(device -> device.acknowledged).sum();
            commands += commanded.acknowledged();
            check(devices, commanded, random, options);
        }
        try (var server = start(options);
                var client = new Client(server.connect())) {
            checkAgain(before.keySet(), client);
        }
        System.out.printf(
                "%d crashes, %d readings and %d commands acknowledged%n",
                crashes, readings, commands);
        assertThat(readings).isPositive();
        assertThat(commands).isPositive();
    }

    private static List<Device> devices(int round, Random random) {
        var devices = new ArrayList<Device>();
        for (int i = 0; i < DEVICES; i++) {
            var own = new Random(random.nextLong());
            devices.add(new Device("device-" + round + "-" + i, i % 2 == 0, own));
        }
        return devices;
    }

    /** What happens at the end of a round. */
    @FunctionalInterface
    private interface End {
        void of(ServerProcess server) throws Exception;
    }

    /** Lets them report and carry out commands, and ends that at some moment. */
    private void crash(
            List<Device> devices,
            CommandedDevice commanded,
            Random random,
            End end,
            String... options)
            throws Exception {
        var some = new CountDownLatch(DEVICES + random.nextInt(500));
        try (var server = start(options);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (var device : devices) {
                done.add(threads.submit(() -> device.reportUntilItBreaks(server, some)));
            }
            done.add(threads.submit(() -> commanded.carryOutUntilItBreaks(server)));
            done.add(threads.submit(() -> commanded.commandUntilItBreaks(server)));
            assertThat(some.await(120, TimeUnit.SECONDS)).isTrue();
            end.of(server);
            for (var one : done) {
                one.get();
            }
            server.end();
        }
    }

    private ServerProcess start(String... options) throws IOException {
        var arguments = new ArrayList<>(List.of("telemetry", "--port", "0"));
        arguments.addAll(List.of(options));
        return ServerProcess.start(folder, arguments.toArray(String[]::new));
    }

    private void check(
            List<Device> devices, CommandedDevice commanded, Random random, String... options)
            throws Exception {
        try (var server = start(options);
                var client = new Client(server.connect())) {
            for (var device : devices) {
                if (client.ask("latest " + device.name).startsWith("ERROR not-found")) {
                    assertThat(device.acknowledged).isZero();
                } else {
                    device.check(client);
                    before.put(device.name, device.acknowledged);
                }
            }
            lastCommand = commanded.check(client, lastCommand);
            var earlier = new ArrayList<>(before.keySet());
            Collections.shuffle(earlier, random);
            checkAgain(earlier.subList(0, Math.min(LOOKS_BACK, earlier.size())), client);
            server.terminate();
            server.end();
        }
    }

    /** They have what they had when they were checked first. */
    private void checkAgain(Collection<String> names, Client client) throws IOException {
        for (var name : names) {
            var all = client.ask("aggregate " + name + " n 366d");
            assertThat(all).contains("\"count\":" + before.get(name) + ",");
        }
    }

    /** Sends lines, and waits for the answer to each. */
    static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader answers;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            answers =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String ask(String line) throws IOException {
            send(line);
            return read();
        }

        void send(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        String read() throws IOException {
            var answer = answers.readLine();
            if (answer == null) {
                throw new IOException("killed");
            }
            if (answer.startsWith("ERROR un")) { // unavailable, uncertain: so is the database
                throw new IOException(answer);
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
