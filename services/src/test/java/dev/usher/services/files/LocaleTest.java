package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store in a process of its own, whose locale has no letters but those of ASCII. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LocaleTest {
    @TempDir Path folder;

    /** Says what becomes of files there. */
    static final class Program {
        public static void main(String[] args) throws IOException {
            try (var store = FileStore.open(Path.of(args[0]), StoreLimits.defaults())) {
                put(store, "plain");
                put(store, "\u00fcber/plain");
                try (var download = store.get(FileName.of("\u00fcber.txt"))) {
                    System.out.println(download.size());
                } catch (FailureException no) {
                    System.out.println(no.failure().code());
                }
                System.out.println(store.list("", "", 10).size() + " listed");
            }
        }

        private static void put(FileStore store, String name) throws IOException {
            try (var upload = store.put(FileName.of(name), PutOptions.ofSize(1))) {
                upload.write(ByteBuffer.wrap(new byte[1]));
                upload.commit();
                System.out.println("put");
            } catch (FailureException no) {
                System.out.println(no.failure().code());
            }
        }
    }

    @Test
    void whatTheSystemCannotNameIsInvalidAndInNobodysWay() throws Exception {
        Files.writeString(folder.resolve("\u00fcber.txt"), "hello");
        var java =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        folder.toString());
        java.environment().put("LC_ALL", "C");
        java.environment().remove("JDK_JAVA_OPTIONS"); // else the program says that they are set
        var process = java.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines()).containsExactly("put", "invalid", "invalid", "1 listed");
        assertThat(folder.resolve("\u00fcber.txt")).hasContent("hello");
    }
}
