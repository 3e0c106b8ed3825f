package dev.usher.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.services.files.FileStore;
import dev.usher.services.files.Sha256;
import dev.usher.services.files.StoreLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** {@code usher files} as it is typed, a server of files, and two folders. */
abstract class FilesAtTheShell {
    static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    @TempDir Path folder;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    FileStore store;
    Server server;
    Path here;
    Path there;

    @BeforeEach
    void start() throws IOException {
        here = Files.createDirectory(folder.resolve("here"));
        there = Files.createDirectory(folder.resolve("there"));
        store = FileStore.open(folder.resolve("store"), StoreLimits.defaults());
        server = new dev.usher.services.files.Files(store).on(Server.on(0)).start();
    }

    @AfterEach
    void close() throws IOException {
        server.cut();
        store.close();
    }

    int usher(int port, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var all = new ArrayList<>(List.of("files"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--at", "127.0.0.1:" + port));
        return Main.commandLine(InputStream.nullInputStream())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    int usher(String... arguments) {
        return usher(server.port(), arguments);
    }

    String file(String name, byte[] content) throws IOException {
        return Files.write(here.resolve(name), content).toString();
    }

    String file(String name, String content) throws IOException {
        return file(name, content.getBytes(UTF_8));
    }

    static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    void assertShown(String stdout) {
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).isEqualTo(stdout);
    }

    void assertComplaint(String sentence) {
        assertThat(err.toString()).isEqualToIgnoringNewLines("usher: " + sentence);
        assertThat(out.toString()).isEmpty();
    }

    String sha256(String content) {
        return Sha256.of(content).hex();
    }
}
