package dev.usher.services.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.services.python.Python;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Clients written in Python, as students write them, all at once. */
class CheckInCrowdTest {
    private static final int CLIENTS = 25;
    private static final int PROTOCOLS = 6;

    /** Each client sends before it reads, and takes each value with one recv. */
    private static final String CROWD =
            """
            import pickle, socket, threading

            def check_in(port, protocol, number):
                with socket.create_connection(("127.0.0.1", port)) as s:
                    together.wait()
                    s.sendall(pickle.dumps({"student_name": f"Student {number}",
                                            "github_username": f"user{number}",
                                            "sid": 100 * protocol + number}, protocol))
                    values = [pickle.loads(s.recv(4096)) for _ in range(3)]
                    if values == [{"clientid": s.getsockname()[1]}, 1, None] and not s.recv(1):
                        passed.append(number)

            port, clients, protocols = int(input()), int(input()), int(input())
            for protocol in range(protocols):
                together, passed = threading.Barrier(clients), []
                crowd = [threading.Thread(target=check_in, args=(port, protocol, number))
                         for number in range(clients)]
                for client in crowd: client.start()
                for client in crowd: client.join()
                print(len(passed))
            """;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void everyClientThatTakesEachValueWithOneRecvPasses(@TempDir Path folder) throws Exception {
        var console = Collections.synchronizedList(new ArrayList<String>());
        var roster = Roster.inMemory();
        var server = servers.start(new CheckIn(roster).pickle(Server.on(0), console::add));
        var passed =
                Python.run(
                        CROWD, List.of("" + server.port(), "" + CLIENTS, "" + PROTOCOLS), folder);
        assertThat(passed).isEqualTo(Collections.nCopies(PROTOCOLS, "" + CLIENTS));
        assertThat(roster.entries()).hasSize(CLIENTS * PROTOCOLS);
        assertThat(console).containsExactlyInAnyOrderElementsOf(expected(server.port()));
    }

    private static List<String> expected(int port) {
        var lines = new ArrayList<>(List.of("Listening at 127.0.0.1/" + port));
        for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
            for (int number = 0; number < CLIENTS; number++) {
                lines.add(
                        "Connected: Student: Student %1$d, Github Username: user%1$d, sid: %2$d"
                                .formatted(number, 100 * protocol + number));
            }
        }
        return lines;
    }
}
