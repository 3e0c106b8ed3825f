package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of files in lockstep for one test, and what its clients do again and again. */
abstract class LockstepSetting {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir Path folder;

    final List<String> console = new CopyOnWriteArrayList<>();
    FileStore store;
    Server server;

    @BeforeEach
    void start() throws IOException {
        store = FileStore.open(folder, StoreLimits.defaults().fileSize(100_000_000));
        server = servers.start(new Lockstep(store).on(Server.on(0), console::add));
    }

    @AfterEach
    void close() throws Exception {
        server.cut(); // before its store is closed
        store.close();
    }

    TestClient connect() throws IOException {
        return servers.connect(server);
    }

    /** A client whose turn has come, and who has sent this. */
    TestClient client(String command) throws IOException {
        var client = connect();
        expect(client, "READY");
        client.send(command);
        return client;
    }

    static void expect(TestClient client, String word) throws IOException {
        assertThat(client.read(word.length())).asString(UTF_8).isEqualTo(word);
    }

    static void end(TestClient client, String word) throws IOException {
        assertThat(client.readToEnd()).asString(UTF_8).isEqualTo(word);
    }

    static byte[] size(long size) {
        return ByteBuffer.allocate(Long.BYTES).putLong(size).array();
    }

    /** The size as one client sends it: in as many bytes as the number has bits. */
    static byte[] bits(long size) {
        var number = BigInteger.valueOf(size);
        var bytes = new byte[number.bitLength()];
        var digits = number.toByteArray();
        for (int i = 1; i <= Math.min(digits.length, bytes.length); i++) {
            bytes[bytes.length - i] = digits[digits.length - i];
        }
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var all = ByteBuffer.allocate(length);
        for (var part : parts) {
            all.put(part);
        }
        return all.array();
    }

    static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    void keep(String name, byte[] content) throws IOException {
        try (var upload = store.put(FileName.of(name), PutOptions.ofSize(content.length))) {
            upload.write(ByteBuffer.wrap(content));
            upload.commit();
        }
    }

    byte[] kept(String name) throws IOException {
        try (var download = store.get(FileName.of(name))) {
            var content = ByteBuffer.allocate((int) download.file().size());
            assertThat(download.read(0, content)).isEqualTo(content.capacity());
            return content.array();
        }
    }

    boolean isKept(String name) throws IOException {
        return Files.exists(folder.resolve(name));
    }

    void put(String name, byte[] content) throws IOException {
        var client = client("PUT " + name);
        expect(client, "OK");
        client.send(size(content.length));
        expect(client, "OK");
        client.send(content);
        end(client, "DONE");
    }

    CloseReason closed(TestClient client) {
        return servers.events().await(Event.Closed.class, client).reason();
    }

    static String connected(TestClient client) {
        return "server connected to client at 127.0.0.1:" + client.address().getPort();
    }
}
