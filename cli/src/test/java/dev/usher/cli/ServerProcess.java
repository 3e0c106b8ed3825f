package dev.usher.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code usher serve} in a process of its own, which ends with this at the latest. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final BufferedReader stderr;
    private final List<String> shown = new ArrayList<>();

    private ServerProcess(Process process) {
        this.process = process;
        stderr = process.errorReader();
    }

    /** Starts it in this folder; returns once it says that its listeners are open. */
    public static ServerProcess start(Path folder, String... options) throws IOException {
        return start(folder, List.of(), options);
    }

    /** The same, with these options of the JVM. */
    public static ServerProcess start(Path folder, List<String> jvm, String... options)
            throws IOException {
        var arguments = new ArrayList<>(List.of(options));
        arguments.addFirst("serve");
        var server = new ServerProcess(UsherProcess.in(folder, jvm, arguments));
        server.await("stop: ");
        return server;
    }

    /** Reads what it shows up to a line with this in it. */
    public void await(String part) throws IOException {
        String line;
        do {
            line = stderr.readLine();
            if (line == null) {
                throw new AssertionError("'" + part + "' never came: " + shown);
            }
            shown.add(line);
        } while (!line.contains(part));
    }

    /** All lines on its stderr so far, or all when it has ended. */
    public List<String> shown() {
        return shown;
    }

    /** A new connection to its first listener. */
    public Socket connect() throws IOException {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), port());
    }

    /** The port in the first row of the table. */
    public int port() {
        return shown.stream()
                .map(ADDRESS::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    /** Its number in the system. */
    public long pid() {
        return process.pid();
    }

    /** Sends it a SIGTERM. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close its streams too
    }

    /** Ends it without a word: what it has not handed to the system by now is lost. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Waits for its end. Returns its exit code. */
    public int end() throws IOException, InterruptedException {
        stderr.lines().forEach(shown::add);
        return process.waitFor();
    }

    /** All that it wrote to stdout; after its end. */
    public String stdout() throws IOException {
        return process.inputReader(StandardCharsets.UTF_8).readAllAsString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
