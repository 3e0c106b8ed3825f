package dev.usher.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A {@code strace} of a server: what it asks of the system, and what fails. Ends with this. */
public record Strace(Process process, Path log) implements AutoCloseable {

    /** Follows this server; where that cannot be had the test is skipped, and says so. */
    public static Strace of(ServerProcess server, Path log, String... options)
            throws IOException, InterruptedException {
        return of(List.of("-f", "-p", "" + server.pid()), 1, log, options);
    }

    /** Follows these processes, and none that they start; skips the test in the same way. */
    public static Strace ofEach(List<Long> processes, Path log, String... options)
            throws IOException, InterruptedException {
        var which = new ArrayList<String>();
        processes.forEach(pid -> which.addAll(List.of("-p", "" + pid)));
        return of(which, processes.size(), log, options);
    }

    private static Strace of(List<String> which, int count, Path log, String... options)
            throws IOException, InterruptedException {
        assumeTrue(runs("strace", "-V"), "there is no strace");
        var command = new ArrayList<>(List.of("strace", "-y", "-s", "200", "-o", log.toString()));
        command.addAll(which);
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        for (int i = 0; i < count; i++) {
            var line = process.inputReader().readLine();
            assumeTrue(line != null && line.contains("attached"), "strace may not attach: " + line);
        }
        return new Strace(process, log);
    }

    /** Whether there is such a command, and it ends well. */
    public static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** All calls so far; there will be no more. */
    public Calls calls() throws IOException {
        end();
        return new Calls(Files.readAllLines(log));
    }

    @Override
    public void close() {
        end();
    }

    private void end() {
        process.toHandle().destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls, line by line. */
    public record Calls(List<String> lines) {
        /** Where the first such call begins. */
        public int startOf(String call) {
            return first(Pattern.compile(call).asPredicate(), 0);
        }

        /** Where the first such call returns: in its own line, or later if others came between. */
        public int endOf(String call) {
            int start = startOf(call);
            if (!lines.get(start).endsWith("<unfinished ...>")) {
                return start;
            }
            var thread = lines.get(start).split(" ", 2)[0] + " ";
            return first(line -> line.startsWith(thread), start + 1);
        }

        private int first(Predicate<String> wanted, int from) {
            for (int i = from; i < lines.size(); i++) {
                if (wanted.test(lines.get(i))) {
                    return i;
                }
            }
            throw new AssertionError("no such call in\n" + this);
        }

        @Override
        public String toString() {
            return String.join("\n", lines);
        }
    }
}
