package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A store in a process of its own that may not read all folders, not even if it is root's. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ClosedFoldersTest {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    @TempDir Path folder;

    /** Lists what is there. */
    static final class Program {
        public static void main(String[] args) throws IOException {
            try (var store = FileStore.open(Path.of(args[0]), StoreLimits.defaults())) {
                store.list("", "", 10).forEach(file -> System.out.println(file.name()));
                System.out.println(store.files());
            }
        }
    }

    @Test
    void aFolderThatTheServerMayNotReadIsInNobodysWay() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "hello");
        var closed = Files.createDirectory(folder.resolve("lost+found"));
        Files.writeString(closed.resolve("secret.txt"), "hello");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        var command = new ArrayList<String>();
        if (Files.isReadable(closed)) { // root may read everything, unless it gives that up
            assumeTrue(Files.isExecutable(SETPRIV), "setpriv is not there");
            command.add(SETPRIV.toString());
            command.add("--bounding-set=-dac_override,-dac_read_search");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Program.class.getName(), folder.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JDK_JAVA_OPTIONS"); // java would say that it has seen them
        var process = builder.start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(said.lines()).containsExactly("notes.txt", "1");
        } finally {
            process.destroyForcibly().waitFor();
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
