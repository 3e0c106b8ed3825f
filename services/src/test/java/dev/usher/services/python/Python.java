package dev.usher.services.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Python of this machine, for a second opinion. */
public final class Python {
    private Python() {}

    /**
     * Runs a program on these lines; what it prints, line by line. Skips the test where there is no
     * Python.
     *
     * @param folder an empty one, for the lines
     */
    public static List<String> run(String program, List<String> lines, Path folder)
            throws IOException, InterruptedException {
        var input = Files.write(folder.resolve("input"), lines);
        var output = folder.resolve("output");
        var python =
                new ProcessBuilder("python3", "-X", "utf8", "-c", program)
                        .redirectInput(input.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            assertThat(python.start().waitFor()).as("exit code of python3").isZero();
        } catch (IOException missing) {
            abort("skipped: python3 cannot be run here: " + missing.getMessage());
        }
        return Files.readAllLines(output);
    }
}
