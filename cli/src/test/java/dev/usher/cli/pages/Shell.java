package dev.usher.cli.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A shell in a folder that looks like the project's to whoever types what the pages show, and,
 * where the system allows it, in a network of its own, in which all ports are free.
 */
final class Shell implements AutoCloseable {
    private static final List<String> LINKED = List.of("examples", "core", "docs");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> ALONE =
            List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");

    private final Path folder;
    private final Process bash;
    private final Writer stdin;
    private int commands;

    private Shell(Path folder, Process bash) {
        this.folder = folder;
        this.bash = bash;
        stdin = bash.outputWriter(UTF_8);
    }

    static Shell in(Path folder, Path project) throws IOException, InterruptedException {
        furnish(folder, project);
        var command =
                canBeAlone() ? Stream.concat(ALONE.stream(), Stream.of("bash")) : Stream.of("bash");
        var builder =
                new ProcessBuilder(command.toList())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(".shell.log").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (path, java) -> java + File.pathSeparator + path);
        var shell = new Shell(folder, builder.start());
        shell.run("true"); // from then on it is in its own network
        return shell;
    }

    private static boolean canBeAlone() throws IOException, InterruptedException {
        var probe = Stream.concat(ALONE.stream(), Stream.of("true")).toList();
        try {
            return new ProcessBuilder(probe)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        }
    }

    /** Puts the commands and files there that the pages name. */
    private static void furnish(Path folder, Path project) throws IOException {
        var own = Files.createDirectory(folder.resolve(".usher"));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
        try (var jar = Files.newOutputStream(own.resolve("usher.jar"))) {
            new JarOutputStream(jar, manifest).close();
        }
        for (var name : LINKED) {
            Files.createSymbolicLink(folder.resolve(name), project.resolve(name));
        }
        var usher = folder.resolve("usher");
        Files.writeString(
                usher,
                """
                #!/bin/sh
                exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \\
                    --add-opens java.base/java.lang=ALL-UNNAMED \\
                    --add-opens java.base/sun.nio.ch=ALL-UNNAMED \\
                    -cp "$(dirname "$0")/.usher/usher.jar" dev.usher.cli.Main "$@"
                """);
        Files.setPosixFilePermissions(usher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }

    /** Types it, waits for its end, and returns what it printed; of a server, for it to listen. */
    String run(String command) throws IOException, InterruptedException {
        int number = ++commands;
        var end = folder.resolve(".end." + number);
        long listening = listening();
        type(
                "{ "
                        + command
                        + "\n} >.out."
                        + number
                        + " 2>&1 </dev/null; touch "
                        + end.getFileName());
        boolean server = command.endsWith("&");
        if (!await(() -> Files.exists(end) && (!server || listening() > listening))) {
            throw new AssertionError("waited in vain for: " + command + "\n" + printed(number));
        }
        return printed(number);
    }

    /** Types it, and leaves it running as soon as it has printed what is expected. */
    String leave(Dialog dialog) throws IOException, InterruptedException {
        int number = ++commands;
        type(dialog.command() + " >.out." + number + " 2>&1 </dev/null &");
        await(() -> dialog.fits(printed(number)));
        return printed(number);
    }

    private String printed(int number) throws IOException {
        var file = folder.resolve(".out." + number);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void type(String line) throws IOException {
        stdin.write(line + "\n");
        stdin.flush();
    }

    /** How many sockets listen in this network. */
    private long listening() throws IOException {
        long sockets = 0;
        for (var table : List.of("tcp", "tcp6")) {
            try (var lines = Files.lines(Path.of("/proc", "" + bash.pid(), "net", table))) {
                sockets += lines.filter(line -> line.contains(" 0A ")).count();
            }
        }
        return sockets;
    }

    /** Waits for it, and returns whether it came true. */
    private static boolean await(Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.isTrue()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    @FunctionalInterface
    private interface Condition {
        boolean isTrue() throws IOException;
    }

    /** Ends what was left running. */
    @Override
    public void close() throws IOException {
        try (stdin) {
            type("kill $(jobs -p); wait");
        }
        bash.onExit().completeOnTimeout(bash, PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (bash.isAlive()) {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
        }
        for (var name : LINKED) {
            Files.delete(folder.resolve(name));
        }
    }
}
