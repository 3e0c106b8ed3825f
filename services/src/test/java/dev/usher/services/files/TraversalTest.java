package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.FailureException;
import dev.usher.Server;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Names and links that want to leave the folder. None does. */
class TraversalTest {
    private static final String SECRET = "what nobody may see";

    private static final List<String> UPS =
            List.of(
                    "..",
                    "...",
                    ".",
                    "..%00",
                    "%2e%2e",
                    "%252e%252e",
                    "..;",
                    ".. ",
                    " ..",
                    "\uff0e\uff0e",
                    "\u2024\u2024",
                    "\u2025",
                    ".\u200b.",
                    "\u202e..",
                    "..\0",
                    "%c0%ae%c0%ae",
                    "..\r",
                    "link-out",
                    "link-up",
                    "inner/link");

    private static final List<String> SEPARATORS =
            List.of(
                    "/", "\\", "//", "/./", "%2f", "%5c", "%252f", "\u2215", "\u2044", "\uff0f",
                    "\u29f5", "\uff3c", "\u2571", "/\0/", "\\/");

    private static final List<String> TARGETS =
            List.of("outside/secret", "secret", "fresh/file", "new");

    private static final List<String> STARTS =
            List.of("", "/", "a/", "//", "C:", "file:///", "\\\\?\\", "~/");

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir private Path around;
    private Path folder;
    private FileStore store;
    private Server server;

    @BeforeEach
    void plant() throws IOException {
        folder = Files.createDirectory(around.resolve("folder"));
        var outside = Files.createDirectory(around.resolve("outside"));
        Files.writeString(outside.resolve("secret"), SECRET);
        Files.createDirectory(folder.resolve("inner"));
        link("link-out", outside);
        link("link-up", Path.of(".."));
        link("inner/link", Path.of("../../outside"));
        link("secret", outside.resolve("secret"));
        link("new", outside.resolve("not-there-yet"));
        link("etc", Path.of("/etc"));
        link("loop", Path.of("loop"));
        link("here", Path.of("."));
        store = FileStore.open(folder, StoreLimits.defaults());
        server = servers.start(new dev.usher.services.files.Files(store).on(Server.on(0)));
    }

    private void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(folder.resolve(name), target);
    }

    @AfterEach
    void stop() throws IOException {
        server.cut();
        store.close();
        Files.delete(folder.resolve("etc")); // else JUnit says what it does not follow
    }

    /** Every combination, and what does not combine. */
    private static Set<String> vectors() {
        var vectors = new LinkedHashSet<String>();
        for (var start : STARTS) {
            for (var up : UPS) {
                for (var separator : SEPARATORS) {
                    for (var target : TARGETS) {
                        vectors.add(start + up + separator + target);
                    }
                    vectors.add(start + (up + separator).repeat(2) + "outside/secret");
                    vectors.add(start + (up + separator).repeat(7) + "etc/passwd");
                }
            }
        }
        vectors.addAll(
                List.of(
                        "secret",
                        "new",
                        "loop",
                        "loop/x",
                        "here/inner/x",
                        "here/secret",
                        "etc",
                        "etc/passwd",
                        "link-out",
                        "link-out/secret",
                        "link-out/x/y",
                        ".usher",
                        ".usher/lock",
                        ".USHER/lock",
                        "here/.usher/lock",
                        "inner/../secret",
                        "/etc/passwd",
                        "/proc/self/root/etc/passwd",
                        "nul",
                        "con.txt",
                        "aux/x"));
        return vectors;
    }

    @Test
    void noNameLeavesTheFolder() throws IOException {
        var vectors = vectors();
        assertThat(vectors).hasSizeGreaterThan(5_000);
        var before = outside();
        for (var vector : vectors) {
            var shown = Json.quoted(vector);
            attempt(() -> assertHarmless(shown, read(FileName.of(vector))));
            attempt(() -> store.stat(FileName.of(vector)));
            attempt(() -> write(FileName.of(vector)));
            attempt(() -> assertHarmless(shown, read(FileName.of(vector))));
            attempt(() -> store.rename(FileName.of(vector), FileName.of("b"), Condition.always()));
            attempt(() -> assertHarmless(shown, read(FileName.of("b"))));
            attempt(() -> store.rename(FileName.of("b"), FileName.of(vector), Condition.always()));
            attempt(() -> store.delete(FileName.of(vector), Condition.always()));
            for (var entry : store.list("", "", 100)) {
                assertThat(entry.name().toString()).doesNotContain("link", "secret", "etc/");
            }
            assertThat(outside()).as(shown).isEqualTo(before);
        }
        assertThat(folder.resolve("secret")).isSymbolicLink();
        assertThat(folder.resolve("new")).isSymbolicLink();
    }

    @Test
    void noRequestLeavesTheFolder() throws Exception {
        var before = outside();
        var client = servers.connect(server);
        var lines = new ArrayList<String>();
        for (var vector : vectors()) {
            var name = Json.quoted(vector);
            lines.add("get " + name);
            lines.add("stat " + name);
            lines.add("rename " + name + " b");
            lines.add("get b");
            lines.add("delete " + name);
            lines.add(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"stat\",\"params\":[" + name + "]}");
        }
        var sent = client.sendMeanwhile(String.join("\n", lines) + "\n");
        for (var line : lines) {
            assertThat(client.readLine())
                    .as(line)
                    .matches("ERROR (invalid|not-found|malformed) .*|.*\"error\":.*")
                    .doesNotContain(SECRET, around.toString());
        }
        sent.join();
        assertThat(outside()).isEqualTo(before);
    }

    @Test
    void theStoresOwnFolderIsNoLink() throws IOException {
        var other = Files.createDirectory(around.resolve("other"));
        Files.createSymbolicLink(other.resolve(".usher"), around.resolve("outside"));
        assertThatThrownBy(() -> FileStore.open(other, StoreLimits.defaults()))
                .hasMessageEndingWith(".usher is not what the store left there");
        assertThat(around.resolve("outside")).isDirectoryNotContaining("glob:**lock");
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void attempt(Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (FailureException refused) {
            assertThat(refused.failure().code()).isIn("invalid", "not-found");
        }
    }

    private static void assertHarmless(String vector, String content) {
        assertThat(content).as(vector).isEqualTo("harmless");
    }

    private String read(FileName name) throws IOException {
        try (var download = store.get(name)) {
            var bytes = ByteBuffer.allocate((int) download.file().size());
            download.read(0, bytes);
            return new String(bytes.array(), UTF_8);
        }
    }

    private void write(FileName name) throws IOException {
        try (var upload = store.put(name, PutOptions.ofSize(8))) {
            upload.write(ByteBuffer.wrap("harmless".getBytes(UTF_8)));
            upload.commit();
        }
    }

    /** Everything around the folder, with contents and times. */
    private Map<String, String> outside() throws IOException {
        var found = new TreeMap<String, String>();
        try (var paths = Files.walk(around)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                if (!path.startsWith(folder)) {
                    var time = Files.getLastModifiedTime(path);
                    found.put(
                            around.relativize(path).toString(),
                            Files.isRegularFile(path) ? time + Files.readString(path) : "");
                }
            }
        }
        return found;
    }
}
