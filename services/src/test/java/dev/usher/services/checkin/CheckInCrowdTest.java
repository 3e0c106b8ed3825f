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

            def dict_of(protocol, number):
                return pickle.dumps({"student_name": f"Student {number}",
                                     "github_username": f"user{number}",
                                     "sid": 100 * protocol + number}, protocol)

            def talk(port, sent, expected):
                with socket.create_connection(("127.0.0.1", port)) as s:
                    together.wait()
                    s.sendall(sent)
                    values = [pickle.loads(s.recv(4096)) for _ in range(1 + len(expected))]
                    if values == [{"clientid": s.getsockname()[1]}, *expected] and not s.recv(1):
                        passed.append(port)

            def crowd(sent, expected):
                global together, passed
                together, passed = threading.Barrier(clients), []
                threads = [threading.Thread(target=talk, args=(port, sent(number), expected))
                           for number in range(clients)]
                for thread in threads: thread.start()
                for thread in threads: thread.join()
                print(len(passed))

            port, clients = int(input()), int(input())
            """;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void everyClientThatTakesEachValueWithOneRecvPasses(@TempDir Path folder) throws Exception {
        var console = Collections.synchronizedList(new ArrayList<String>());
        var roster = Roster.inMemory();
        var server = servers.start(new CheckIn(roster).pickle(Server.on(0), console::add));
        var passed =
                crowd(
                        """
                        for protocol in range(6):
                            crowd(lambda number: dict_of(protocol, number), [1, None])
                        """,
                        server,
                        folder);
        assertThat(passed).isEqualTo(Collections.nCopies(PROTOCOLS, "" + CLIENTS));
        assertThat(roster.entries()).hasSize(CLIENTS * PROTOCOLS);
        assertThat(console).containsExactlyInAnyOrderElementsOf(expected(server.port()));
    }

    @Test
    void lastWordsComeInARecvOfTheirOwnToo(@TempDir Path folder) throws Exception {
        var server = servers.start(new CheckIn(Roster.inMemory()).pickle(Server.on(0)));
        var passed =
                crowd(
                        """
                        import os
                        crowd(lambda number: pickle.dumps(os.system, 4),
                              ["ERROR: STACK_GLOBAL is not allowed"])
                        crowd(lambda number: pickle.dumps(number) + dict_of(0, number),
                              ["ERROR: a dict with student_name, github_username and sid is needed,"
                               " not int", 1, None])
                        """,
                        server,
                        folder);
        assertThat(passed).isEqualTo(Collections.nCopies(2, "" + CLIENTS));
    }

    /** Of each kind as many as there are clients; a neighbour checks in all the while. */
    private static final String HOSTILE =
            """
            import os
            class Call:
                def __reduce__(self): return os.system, ("exit 1",)
            deep = b"(" * 30000 + b"l" * 30000 + b"."
            hostile = [pickle.dumps(Call(), p) for p in range(6)] + [
                b"cos\\nsystem\\n.", b"\\x82\\x01.", b"N)R.", b"}}b.",
                b"\\x80\\x02X\\xff\\xff\\xff\\x7f", b"\\x80\\x04\\x8d" + b"\\xff" * 7 + b"\\x7f",
                b"\\x8a\\xff" + b"\\x7f" * 255 + b"\\x86" * 1000 + b".",
                b"N" + b"2\\x86" * 60 + b".", b"Nr\\xff\\xff\\xff\\x7f.", b"N" + b"\\x94" * 65000 + b"0" * 9 + b".",
                deep, b"]" * 60000 + b"a" * 60000 + b"."]

            def say(data):
                with socket.create_connection(("127.0.0.1", port)) as s, s.makefile("rb") as values:
                    s.sendall(data)
                    told = []
                    while True:
                        try: told.append(pickle.load(values))
                        except EOFError: return told

            def attack(number):
                for data in hostile:
                    if say(data)[1].startswith("ERROR: "): refused.append(data)

            refused, passed = [], []
            attackers = [threading.Thread(target=attack, args=(n,)) for n in range(clients)]
            for attacker in attackers: attacker.start()
            while len(passed) < 5 or any(attacker.is_alive() for attacker in attackers):
                passed.append(say(dict_of(4, len(passed)))[1:] == [1, None])
            print(all(passed))
            print(len(refused) == clients * len(hostile))
            """;

    @Test
    void hostilePicklesDoNotDisturbTheNeighbour(@TempDir Path folder) throws Exception {
        var server = servers.start(new CheckIn(Roster.inMemory()).pickle(Server.on(0)));
        assertThat(crowd(HOSTILE, server, folder)).containsExactly("True", "True");
    }

    /** Runs crowds; how many of each passed. */
    private static List<String> crowd(String crowds, Server server, Path folder) throws Exception {
        return Python.run(CROWD + crowds, List.of("" + server.port(), "" + CLIENTS), folder);
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
