package dev.usher.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.cli.ServerProcess;
import dev.usher.services.files.Sha256;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Kills the server, without a word, while many clients upload; again and again. What it had
 * acknowledged is there and whole, and nothing that is not whole can be seen. Five times, or as
 * often as {@code -Dfiles.crashes=100} says.
 */
@Tag("crash")
@Timeout(3_600)
class FilesCrashTest {
    private static final int CLIENTS = 20;
    private static final int LARGEST = 400_000;
    private static final String NONE = "none";

    @TempDir Path folder;

    /** For each name what may be there: one content, or more while nobody knows which. */
    private final Map<String, List<String>> possible = new ConcurrentHashMap<>();

    @Test
    void whatWasAcknowledgedIsThereAndNothingElse() throws Exception {
        long seed = System.nanoTime();
        System.out.println("FilesCrashTest seed " + seed);
        int crashes = Integer.getInteger("files.crashes", 5);
        long acknowledged = 0;
        for (int i = 0; i < crashes; i++) {
            acknowledged += crash(new Random(seed + i));
            check();
        }
        System.out.printf("%d crashes, %d uploads acknowledged%n", crashes, acknowledged);
        assertThat(acknowledged).isPositive();
    }

    /** Kills the server at some moment; returns how many uploads it had acknowledged. */
    private long crash(Random random) throws Exception {
        var some = new CountDownLatch(CLIENTS + random.nextInt(300));
        try (var server = ServerProcess.start(folder, "files", "--port", "0");
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(leftovers()).allMatch(name -> name.startsWith("resumable-"));
            var done = new ArrayList<java.util.concurrent.Future<Long>>();
            for (int i = 0; i < CLIENTS; i++) {
                var client = new Client(i, new Random(random.nextLong()), some);
                done.add(clients.submit(() -> client.uploadUntilItBreaks(server)));
            }
            some.await(60, TimeUnit.SECONDS);
            server.kill();
            long acknowledged = 0;
            for (var one : done) {
                acknowledged += one.get();
            }
            server.end();
            return acknowledged;
        }
    }

    private final class Client {
        private final int number;
        private final Random random;
        private final CountDownLatch some;

        Client(int number, Random random, CountDownLatch some) {
            this.number = number;
            this.random = random;
            this.some = some;
        }

        long uploadUntilItBreaks(ServerProcess server) {
            long acknowledged = 0;
            try (var socket = server.connect()) {
                var answers = new BufferedInputStream(socket.getInputStream());
                while (true) {
                    var name = "client-" + number + "/" + random.nextInt(4) + "/file";
                    if (random.nextInt(8) == 0) {
                        delete(name, socket, answers);
                    } else {
                        put(name, socket, answers);
                        acknowledged++;
                        some.countDown();
                    }
                }
            } catch (IOException killed) {
                return acknowledged;
            }
        }

        private void put(String name, Socket socket, InputStream answers) throws IOException {
            var bytes = new byte[random.nextInt(LARGEST)];
            random.nextBytes(bytes);
            var digest = sha256(bytes);
            var option = random.nextBoolean() ? " sha256=" + digest : "";
            might(name, digest);
            send(socket, "put " + name + " " + bytes.length + option + "\n");
            expect(answers, "OK ready");
            socket.getOutputStream().write(bytes);
            expect(answers, "OK " + bytes.length + " " + digest);
            possible.put(name, List.of(digest));
        }

        private void delete(String name, Socket socket, InputStream answers) throws IOException {
            boolean isThere = !possible.getOrDefault(name, List.of(NONE)).contains(NONE);
            might(name, NONE);
            send(socket, "delete " + name + "\n");
            if (isThere) {
                expect(answers, "OK");
            } else {
                assertThat(readLine(answers)).matches("OK|ERROR not-found .*");
            }
            possible.put(name, List.of(NONE));
        }

        private void might(String name, String digest) {
            var both = new ArrayList<>(possible.getOrDefault(name, List.of(NONE)));
            both.add(digest);
            possible.put(name, both);
        }
    }

    private static void send(Socket socket, String line) throws IOException {
        socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    }

    private static void expect(InputStream answers, String line) throws IOException {
        assertThat(readLine(answers)).isEqualTo(line);
    }

    private static String readLine(InputStream answers) throws IOException {
        var line = new StringBuilder();
        for (int next = answers.read(); next != '\n'; next = answers.read()) {
            if (next < 0) {
                throw new IOException("killed");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    /** Looks at the disk, and not at what a server says of it. */
    private void check() throws IOException {
        var there = new TreeMap<String, String>();
        var files = folder.resolve("data/files");
        try (var paths = Files.walk(files)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                var name = files.relativize(path).toString();
                if (Files.isRegularFile(path) && !name.startsWith(".usher")) {
                    there.put(name, sha256(Files.readAllBytes(path)));
                }
            }
        }
        assertThat(possible.keySet()).containsAll(there.keySet());
        possible.replaceAll((name, contents) -> {
            var found = there.getOrDefault(name, NONE);
            assertThat(contents).as(name).contains(found);
            return List.of(found);
        });
    }

    private List<String> leftovers() throws IOException {
        try (var files = Files.list(folder.resolve("data/files/.usher/uploads"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Sha256(HexFormat.of().formatHex(digest)).hex();
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
