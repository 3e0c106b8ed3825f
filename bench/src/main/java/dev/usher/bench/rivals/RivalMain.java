package dev.usher.bench.rivals;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * One server as a process: {@code RivalMain NAME DELAY_MILLIS}. Prints its port, and ends with its
 * standard input, so that it does not outlive whoever started it.
 */
public final class RivalMain {
    private RivalMain() {}

    /** Starts the server. */
    public static void main(String... arguments) throws IOException {
        var rival = JvmRival.valueOf(arguments[0].toUpperCase(Locale.ROOT).replace('-', '_'));
        var delay = Duration.ofMillis(Long.parseLong(arguments[1]));
        var server = rival.start(delay);
        System.out.println(server.port());
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(0);
    }
}
