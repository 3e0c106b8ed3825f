package dev.usher.bench;

import dev.usher.bench.rivals.JvmRival;
import dev.usher.bench.rivals.RivalMain;

import io.netty.util.Version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The servers that this machine can run. Those written in C and Go are compiled here, if there is a
 * compiler.
 */
final class Rivals {
    private static final int MOST_PLATFORM_THREADS = 10_000;
    private static final String OPTIONS = ".options";
    private static final int MOST_PYTHON_THREADS = 2_000;

    private final Path home;
    private final Path work;
    private final List<String> javaOptions;
    private final List<Rival> rivals = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final Map<String, String> versions = new TreeMap<>();

    /**
     * Finds them.
     *
     * @param home the folder of this module
     * @param work where programs are compiled to
     * @param javaOptions for the servers that run on the JVM
     */
    Rivals(Path home, Path work, List<String> javaOptions)
            throws IOException, InterruptedException {
        this.home = home;
        this.work = work;
        this.javaOptions = javaOptions;
        Files.createDirectories(work);
        for (var rival : JvmRival.values()) {
            addJvm(rival);
        }
        addVariants();
        addGo();
        addC();
        addPython();
        var netty = Version.identify().get("netty-common");
        versions.put("Netty", netty == null ? "unknown" : netty.artifactVersion());
    }

    /** Those that can run here. */
    List<Rival> all() {
        return List.copyOf(rivals);
    }

    /** Names of those that cannot run here, with the reason. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    /** Versions of what they are built with. */
    Map<String, String> versions() {
        return versions;
    }

    private void addJvm(JvmRival rival) {
        if (!rival.isAvailable()) {
            missing.add(rival.label() + " (this system does not offer it)");
            return;
        }
        add(rival, rival.label(), List.of());
    }

    /** Usher under other JVM options: those in the files usher-NAME.options of this module. */
    private void addVariants() throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(home, "usher-*" + OPTIONS)) {
            found.forEach(files::add);
        }
        Collections.sort(files);
        for (var file : files) {
            var name = file.getFileName().toString().replace(OPTIONS, "");
            add(JvmRival.USHER, name, List.of("@" + file));
            versions.put(name, options(file));
        }
    }

    private static String options(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> !line.startsWith("#")).collect(Collectors.joining(" "));
        }
    }

    private void add(JvmRival rival, String name, List<String> moreOptions) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(moreOptions);
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(RivalMain.class.getName(), rival.label()));
        var kind =
                switch (rival) {
                    case USHER, VIRTUAL_THREADS, PLATFORM_THREADS -> Rival.Kind.THREADS;
                    case NETTY_OFFLOAD_POOL, NETTY_OFFLOAD_VIRTUAL -> Rival.Kind.OFFLOAD;
                    default -> Rival.Kind.EVENT_LOOP;
                };
        int processors =
                switch (rival) {
                    case NETTY_EPOLL_1, NETTY_URING_1, NETTY_NIO_1, NETTY_STRINGS -> 1;
                    case NETTY_EPOLL_2, NETTY_URING_2, NETTY_NIO_2 -> 2;
                    default -> Rival.ALL;
                };
        int most = rival == JvmRival.PLATFORM_THREADS ? MOST_PLATFORM_THREADS : Rival.ALL;
        rivals.add(new Rival(name, kind, processors, most, List.copyOf(command)));
    }

    private void addGo() throws IOException, InterruptedException {
        var go = Tool.find("go");
        if (go.isEmpty()) {
            missing.add("go (no go on the PATH)");
            return;
        }
        var program = work.resolve("echo-go").toString();
        Tool.run(List.of(go.get(), "build", "-o", program, source("echo.go")));
        versions.put("Go", Tool.firstLine(go.get(), "version"));
        rivals.add(new Rival("go", Rival.Kind.THREADS, Rival.ALL, Rival.ALL, List.of(program)));
    }

    private void addC() throws IOException, InterruptedException {
        var compiler = Tool.find("cc");
        if (compiler.isEmpty()) {
            missing.add("c-epoll (no cc on the PATH)");
            return;
        }
        var program = work.resolve("echo-c").toString();
        Tool.run(List.of(compiler.get(), "-O2", "-o", program, source("echo.c")));
        versions.put("C", Tool.firstLine(compiler.get(), "--version"));
        rivals.add(new Rival("c-epoll", Rival.Kind.EVENT_LOOP, 1, Rival.ALL, List.of(program)));
    }

    private void addPython() throws IOException, InterruptedException {
        var python = Tool.find("python3");
        if (python.isEmpty()) {
            missing.add("python (no python3 on the PATH)");
            return;
        }
        // What is on the PATH may be a script that picks one.
        var program = Tool.firstLine(python.get(), "-c", "import sys; print(sys.executable)");
        versions.put("Python", Tool.firstLine(program, "--version"));
        rivals.add(
                new Rival(
                        "python",
                        Rival.Kind.THREADS,
                        1,
                        MOST_PYTHON_THREADS,
                        List.of(program, source("echo.py"))));
    }

    private String source(String name) {
        return home.resolve("src/main/rivals").resolve(name).toString();
    }
}
