package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.services.python.Python;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Clients written in Python, as students write them: each step is taken with one recv. */
class LockstepCrowdTest {
    private static final String CLIENTS =
            """
            import socket, sys, threading

            port, count = int(input()), int(input())
            failed = []

            def step(s, expected):
                answer = s.recv(1024)
                if answer != expected:
                    raise Exception(f"{answer} in place of {expected}")

            def connect():
                s = socket.create_connection(("127.0.0.1", port))
                step(s, b"READY")
                return s

            def put(name, content, size, together=False):
                with connect() as s:
                    s.sendall(b"PUT " + name.encode())
                    step(s, b"OK")
                    if together:
                        s.sendall(size + content)
                        step(s, b"OK")
                    else:
                        s.sendall(size)
                        step(s, b"OK")
                        s.sendall(content)
                    step(s, b"DONE")
                    step(s, b"")

            def get(name, content):
                with connect() as s:
                    s.sendall(b"GET " + name.encode())
                    step(s, b"OK")
                    s.sendall(b"READY")
                    step(s, len(content).to_bytes(8, "big"))
                    s.sendall(b"OK")
                    blocks, missing = [], len(content)
                    while missing > 0:
                        blocks.append(s.recv(1024))
                        missing -= len(blocks[-1])
                    if b"".join(blocks) != content:
                        raise Exception("other content")
                    step(s, b"DONE")
                    step(s, b"")

            def delete(name, *commands):
                with connect() as s:
                    for command in commands:
                        s.sendall(b"DEL " + name.encode())
                    step(s, b"DONE")

            def refused(name):
                for command, error in ((b"GET ", f"{name} does not exist"),
                                       (b"DEL ", f"unable to delete {name}"),
                                       (b"PUT ../", f"unable to create file ../{name}")):
                    with connect() as s:
                        s.sendall(command + name.encode())
                        step(s, b"ERROR: " + error.encode())
                        step(s, b"")

            def usual(size): return size.to_bytes(8, "big")
            def few(size): return size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
            def bits(size): return size.to_bytes(size.bit_length(), "big")

            def transfer(number):
                try:
                    name = f"file {number}.txt"
                    for length in lengths:
                        content = bytes((number + i) % 256 for i in range(length))
                        for size in sizes:
                            put(name, content, size(length))
                            get(name, content)
                        put(name, content, usual(length), together=True)
                        get(name, content)
                    delete(name, 1, 2)
                    refused(name)
                except Exception as error:
                    failed.append(f"{number}: {error}")

            def crowd():
                threads = [threading.Thread(target=transfer, args=(n,)) for n in range(count)]
                for thread in threads: thread.start()
                for thread in threads: thread.join()
                for failure in failed: print(failure)
                print(count - len(failed), "passed")
            """;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir Path folder;
    @TempDir Path scratch;

    private FileStore store;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        store = FileStore.open(folder, StoreLimits.defaults());
        var listener = Server.on(0);
        server =
                servers.start(
                        new Lockstep(store).on(listener.limits(listener.limits().running(3))));
    }

    @AfterEach
    void close() throws Exception {
        server.cut(); // before its store is closed
        store.close();
    }

    private List<String> crowd(String program, int clients) throws Exception {
        return Python.run(CLIENTS + program, List.of("" + server.port(), "" + clients), scratch);
    }

    @Test
    void eachOfTenClientsThatTakeEachStepWithOneRecvPassesThreeAtATime() throws Exception {
        assertThat(crowd("lengths, sizes = [5], [usual]\ncrowd()", 10))
                .containsExactly("10 passed");
    }

    @Test
    void filesOfEverySizeArriveWhole() throws Exception {
        assertThat(crowd("lengths, sizes = [0, 1, 1024, 1000000], [usual]\ncrowd()", 3))
                .containsExactly("3 passed");
    }

    @Test
    void sizesOfFewBytesAndOfManyAreUnderstood() throws Exception {
        assertThat(crowd("lengths, sizes = [17, 300, 3000], [few, bits]\ncrowd()", 3))
                .containsExactly("3 passed");
    }
}
