package dev.usher.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code usher} in a process of its own. */
public final class UsherProcess {
    private UsherProcess() {}

    /** Starts it with these arguments. */
    public static Process start(String... arguments) throws IOException {
        return in(Path.of(""), List.of(arguments));
    }

    /** Starts it in this folder. */
    public static Process in(Path folder, List<String> arguments) throws IOException {
        return in(folder, List.of(), arguments);
    }

    /** The same, with these options of the JVM. */
    public static Process in(Path folder, List<String> options, List<String> arguments)
            throws IOException {
        return in(folder, List.of(), options, arguments);
    }

    /** Has this command start it. */
    public static Process by(List<String> starter, List<String> arguments) throws IOException {
        return in(Path.of(""), starter, List.of(), arguments);
    }

    private static Process in(
            Path folder, List<String> starter, List<String> options, List<String> arguments)
            throws IOException {
        var command = new ArrayList<>(starter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED"); // as the jar's manifest says
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile()).start();
    }
}
