package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;

/** A store in a process of its own, which the system gives few descriptors. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(120)
class DescriptorsTest {
    private static final int DESCRIPTORS = 100;

    @TempDir Path folder;

    /** Does with a store what can be done, with no descriptor left at first, and then with more. */
    static final class Program {
        private final FileStore store;
        private final ArrayDeque<FileInputStream> hoard = new ArrayDeque<>();

        private Program(FileStore store) {
            this.store = store;
        }

        private interface Action {
            void run() throws IOException;
        }

        public static void main(String[] args) throws IOException {
            try (var store = FileStore.open(Path.of(args[0]), StoreLimits.defaults())) {
                new Program(store).run();
            }
        }

        private void run() throws IOException {
            rehearse(); // since in a test classes are read from folders, for a descriptor each
            put("kept/file", "old");
            hoardAll();
            insist("put", () -> put("kept/file", "new"));
            hoardAll();
            insist("get", () -> get("kept/file"));
            hoardAll();
            insist("list", () -> store.list("", "", 10));
            hoardAll();
            insist("rename", () -> rename("kept/file", "other/file"));
            hoardAll();
            insist("delete", () -> store.delete(FileName.of("other/file"), Condition.always()));
            System.out.println(store.files() + " files, " + store.bytes() + " bytes");
        }

        private void rehearse() throws IOException {
            for (int i = 0; i < 2; i++) {
                put("a/b", "hello");
                get("a/b");
                store.list("", "", 10);
                rename("a/b", "c/d");
                store.delete(FileName.of("c/d"), Condition.always());
                refused(() -> get("a/b"));
            }
        }

        /** With one descriptor more each time, until it is done; before that, nothing is. */
        private void insist(String what, Action action) throws IOException {
            int refusals = 0;
            while (refused(action)) {
                refusals++;
                hoard.pop().close();
            }
            System.out.println(what + (refusals > 0 ? " was busy" : " was done at once"));
        }

        private static boolean refused(Action action) throws IOException {
            try {
                action.run();
                return false;
            } catch (FailureException no) {
                if (!no.failure().code().equals("busy")
                        && !no.failure().code().equals("not-found")) {
                    throw no;
                }
                return true;
            }
        }

        private void hoardAll() {
            try {
                while (true) {
                    hoard.push(new FileInputStream("/dev/null"));
                }
            } catch (IOException noneLeft) {
                // as it should be
            }
        }

        private void put(String name, String content) throws IOException {
            var bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
            var options =
                    PutOptions.ofSize(bytes.remaining())
                            .sha256(Sha256.of(content))
                            .start(new PutOptions.Start.WhereItBroke());
            try (var upload = store.put(FileName.of(name), options)) {
                upload.write(bytes.position((int) upload.offset()));
                upload.commit();
            }
            get(name);
        }

        private void get(String name) throws IOException {
            try (var download = store.get(FileName.of(name))) {
                download.read(0, ByteBuffer.allocate((int) download.file().size()));
            }
        }

        private void rename(String from, String to) throws IOException {
            store.rename(FileName.of(from), FileName.of(to), Condition.always());
        }
    }

    @Test
    void withoutDescriptorsTheStoreIsBusyAndLosesNothing() throws Exception {
        var java =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "ulimit -n " + DESCRIPTORS + " && exec \"$@\"",
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                folder.toString())
                        .redirectErrorStream(true);
        java.environment().remove("JDK_JAVA_OPTIONS"); // else the program says that they are set
        var process = java.start();
        try (var told = process.inputReader(UTF_8)) {
            assertThat(told.lines())
                    .containsExactly(
                            "put was busy",
                            "get was busy",
                            "list was busy",
                            "rename was busy",
                            "delete was busy",
                            "0 files, 0 bytes");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
