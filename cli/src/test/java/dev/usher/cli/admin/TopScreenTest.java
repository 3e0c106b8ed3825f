package dev.usher.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.ClientStatus.State;

import org.junit.jupiter.api.Test;

import java.util.List;

class TopScreenTest {
    private static AdminReport report(
            long upMillis, long accepted, AdminReport.OfClient... clients) {
        long requests = 0;
        for (var client : clients) {
            requests += client.requests();
        }
        return new AdminReport(
                "carrier",
                upMillis,
                List.of(
                        new AdminReport.OfListener(
                                "calculator/lines",
                                "127.0.0.1:12002",
                                2,
                                10,
                                1,
                                5,
                                accepted,
                                0,
                                7,
                                0,
                                requests,
                                0,
                                List.of(clients))));
    }

    private static AdminReport.OfClient client(
            long id, State state, int place, long requests, long in, long out, String request) {
        return new AdminReport.OfClient(
                id,
                "127.0.0.1:" + (50_000 + id),
                state,
                place,
                65_000,
                3_000,
                request,
                requests,
                in,
                out);
    }

    @Test
    void itShowsTheBusiestClientsFirstAndThoseWhoWaitLast() {
        var before =
                report(
                        60_000,
                        10,
                        client(1, State.IDLE, 0, 5, 100, 100, null),
                        client(2, State.SERVING, 0, 1_000, 10_000, 10_000, null),
                        client(3, State.WAITING, 1, 0, 0, 0, null));
        var now =
                report(
                        62_000,
                        12,
                        client(1, State.IDLE, 0, 5, 100, 100, null),
                        client(2, State.SERVING, 0, 3_000, 30_000, 14_096, "add\u001b 1 2"),
                        client(3, State.WAITING, 1, 0, 0, 0, null));

        assertThat(String.join("\n", new TopScreen(before, now).lines(200, 50)))
                .isEqualTo(
                        """
                        up 1:02, engine carrier

                        LISTENER             ADDRESS                   RUNNING     WAITING   REFUSED  ACCEPT/S     REQ/S
                        calculator/lines     127.0.0.1:12002              2/10         1/5         7         1     1,000

                         CLIENT LISTENER             ADDRESS               STATE            FOR     REQ/S      IN/S     OUT/S  REQUEST
                              2 calculator/lines     127.0.0.1:50002       serving         0:03     1,000   9.8 KiB   2.0 KiB  add\\u001b 1 2
                              1 calculator/lines     127.0.0.1:50001       idle            1:05         0       0 B       0 B
                              3 calculator/lines     127.0.0.1:50003       waiting 1       1:05         0       0 B       0 B\
                        """);
    }

    @Test
    void itKeepsToTheSizeOfTheScreen() {
        var now = report(1, 0, client(1, State.IDLE, 0, 0, 0, 0, null));
        for (int height = 1; height < 10; height++) {
            var lines = new TopScreen(now, now).lines(20, height);
            assertThat(lines).hasSizeLessThanOrEqualTo(height);
            assertThat(lines).allMatch(line -> line.length() <= 20);
        }
    }
}
