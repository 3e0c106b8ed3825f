package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Server;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.time.Duration;

class ListenerOptionsTest {
    private static final Listener PLAIN = Server.on(12001);

    private static Listener with(String... arguments) {
        return CommandLine.populateCommand(new ListenerOptions(), arguments).applyTo(PLAIN);
    }

    @Test
    void whatIsNotGivenStaysAsItIs() {
        assertThat(with()).isEqualTo(PLAIN);
    }

    @Test
    void everyOptionReachesTheListener() {
        var listener =
                with(
                        "--bind=127.0.0.2",
                        "--max-clients=3",
                        "--max-waiting=2",
                        "--patience=0.5",
                        "--max-per-address=4",
                        "--grace=1.25");

        assertThat(listener.address().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
        assertThat(listener.address().getPort()).isEqualTo(12001);
        assertThat(listener.limits())
                .isEqualTo(
                        Limits.defaults()
                                .running(3)
                                .waiting(2)
                                .patience(Duration.ofMillis(500))
                                .perAddress(4));
        assertThat(listener.deadlines())
                .isEqualTo(PLAIN.deadlines().drain(Duration.ofMillis(1250)));
    }

    @Test
    void everyAllowedValueIsAllowedByTheLibraryToo() {
        assertThatNoException()
                .isThrownBy(() -> {
                    with("--max-clients=1", "--max-waiting=0", "--patience=0.001");
                    with("--max-per-address=1", "--grace=0");
                    with("--max-clients=10000000", "--max-waiting=10000000");
                    with("--patience=86400", "--max-per-address=20000000");
                    with("--grace=86400");
                });
    }
}
