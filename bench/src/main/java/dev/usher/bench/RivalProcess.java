package dev.usher.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A server as a process of its own, and what the system says of it. It ends when this is closed, or
 * when we end, since its standard input does.
 */
final class RivalProcess implements AutoCloseable {
    /** Linux counts processor time for programs in hundredths of a second, on all machines. */
    private static final double TICKS_PER_SECOND = 100;

    /** What is left of /proc/PID/stat after the name begins with the third field. */
    private static final int USER_TIME = 14 - 3;

    private static final int SYSTEM_TIME = 15 - 3;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern HEAP = Pattern.compile("total .*used (\\d+)K");
    private static final int KIB = 1024;

    private final String name;
    private final Process process;
    private final BufferedReader output;
    private final int port;

    /**
     * Starts the server and waits until it listens.
     *
     * @param log takes what it says on standard error
     */
    RivalProcess(Rival rival, Duration delay, Path log) throws IOException {
        name = rival.name();
        process =
                new ProcessBuilder(rival.command(delay))
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        output = process.inputReader(StandardCharsets.UTF_8);
        try {
            port = Integer.parseInt(String.valueOf(output.readLine()));
        } catch (IOException | NumberFormatException noPort) {
            close();
            throw new IOException(name + " did not start; see " + log, noPort);
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Processor time used so far, in seconds. */
    double processorSeconds() throws IOException {
        var stat = Files.readString(proc("stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
        return ticks / TICKS_PER_SECOND;
    }

    /** Resident memory, in bytes. */
    long resident() throws IOException {
        var found = RESIDENT.matcher(Files.readString(proc("status")));
        if (!found.find()) {
            throw new IOException(name + " has no resident memory: it has ended");
        }
        return KIB * Long.parseLong(found.group(1));
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** Live heap in bytes, after a collection; nothing if it is no JVM. */
    OptionalLong heap() throws IOException, InterruptedException {
        if (!process.info().command().orElse("").endsWith("java")) {
            return OptionalLong.empty();
        }
        ask("GC.run");
        return HEAP.matcher(ask("GC.heap_info"))
                .results()
                .mapToLong(found -> KIB * Long.parseLong(found.group(1)))
                .reduce(Long::sum);
    }

    private String ask(String command) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Tool.run(List.of(jcmd, Long.toString(process.pid()), command));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        output.close();
    }
}
