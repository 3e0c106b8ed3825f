package dev.usher.tests;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.usher.Engine;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.TimeSource;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Servers and clients of tests that are the same for each engine which this system has. */
abstract class EngineTest {
    @Parameter Engine engine;

    final List<AutoCloseable> toClose = new ArrayList<>();

    @BeforeEach
    void isThere() {
        assumeThat(engine.isAvailable()).as(engine.requirements()).isTrue();
    }

    @AfterEach
    void close() throws Exception {
        for (var resource : toClose.reversed()) {
            resource.close();
        }
    }

    Server start(Listener... listeners) throws IOException {
        var server = Server.start(engine, TimeSource.system(), List.of(listeners));
        toClose.add(server);
        return server;
    }

    TestClient connect(Server server, String listener) throws IOException {
        var client = TestClient.to(server.address(listener)).connect();
        toClose.add(client);
        return client;
    }

    static Listener lines(String name) {
        return Server.on(0).named(name);
    }

    /** What one of many people does. */
    interface Part {
        void act(int number) throws Exception;
    }

    /** Has so many people act at once; throws what one of them has thrown. */
    static void crowd(int count, Part part) throws Exception {
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < count; i++) {
                int number = i;
                done.add(
                        people.submit(() -> {
                            part.act(number);
                            return null;
                        }));
            }
            for (var person : done) {
                person.get();
            }
        }
    }

    /** Takes so many milliseconds, asleep or not. */
    static String dawdle(String line) throws InterruptedException {
        var words = line.split(" ", 2);
        int time = Integer.parseInt(words[1]);
        if (words[0].equals("sleep")) {
            Thread.sleep(time);
        } else {
            for (long end = System.nanoTime() + time * 1_000_000L; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
        }
        return line;
    }
}
