package dev.usher.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine that are run and waited for. */
final class Tool {
    private Tool() {}

    /** The program of this name on the PATH. */
    static Optional<String> find(String name) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /**
     * What the command prints, errors included.
     *
     * @throws IOException if it ends with another status than 0
     */
    static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(
                    "%s ended with status %d: %s"
                            .formatted(String.join(" ", command), status, output.strip()));
        }
        return output;
    }

    /** The first line that the command prints. */
    static String firstLine(String... command) throws IOException, InterruptedException {
        return run(List.of(command)).lines().findFirst().orElse("");
    }
}
