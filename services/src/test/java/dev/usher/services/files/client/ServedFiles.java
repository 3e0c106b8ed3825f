package dev.usher.services.files.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.services.files.FileName;
import dev.usher.services.files.FileStore;
import dev.usher.services.files.Files;
import dev.usher.services.files.PutOptions;
import dev.usher.services.files.StoreLimits;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Files that are served, a client of theirs, and a folder of its own. */
abstract class ServedFiles {
    static final TransferLimits ONCE = TransferLimits.defaults().patience(Duration.ZERO);

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir Path folder;
    Path here;
    FileStore store;
    Server server;
    FilesClient client;

    @BeforeEach
    void connect() throws Exception {
        here = java.nio.file.Files.createDirectory(folder.resolve("here"));
        store =
                FileStore.open(
                        folder.resolve("store"), StoreLimits.defaults().fileSize(50_000_000));
        server = servers.start(new Files(store).on(Server.on(0)));
        client = FilesClient.to(address());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.cut();
        store.close();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
    }

    static FileName name(String text) throws IOException {
        return FileName.of(text);
    }

    Path file(String name, byte[] content) throws IOException {
        return java.nio.file.Files.write(here.resolve(name), content);
    }

    void put(String name, String content) throws IOException {
        var bytes = content.getBytes(UTF_8);
        client.put(
                name(name),
                PutOptions.ofSize(bytes.length),
                new ByteArrayInputStream(bytes),
                Progress.UNWATCHED);
    }

    Receipt get(String name, String target) throws IOException {
        return client.get(name(name), here.resolve(target), Existing.KEEP, Progress.UNWATCHED);
    }

    List<String> here() throws IOException {
        try (var files = java.nio.file.Files.list(here)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
