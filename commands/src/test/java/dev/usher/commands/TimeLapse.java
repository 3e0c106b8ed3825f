package dev.usher.commands;

import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Lets time pass until something has come of it. */
final class TimeLapse {
    private TimeLapse() {}

    /** Moves the clock on, step by step, until the client is told something. */
    static void untilTold(
            TestClient client, ManualClock clock, Duration step, ServerExtension servers) {
        servers.await(
                "the client is told something",
                () -> {
                    clock.advance(step);
                    return isTold(client);
                });
    }

    private static boolean isTold(TestClient client) {
        try {
            return client.available() > 0;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
