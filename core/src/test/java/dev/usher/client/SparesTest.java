package dev.usher.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Which connections are kept for the next one who wants one alone. */
class SparesTest {

    /** A connection that is open until it is closed. */
    private static final class Connection implements Session<String, String> {
        private boolean open = true;

        @Override
        public String call(String request) {
            return request;
        }

        @Override
        public String call(String request, Duration longest) {
            return request;
        }

        @Override
        public String transfer(String request, Duration silence) {
            return request;
        }

        @Override
        public CompletableFuture<String> send(String request) {
            return CompletableFuture.completedFuture(request);
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    /** What is to be done after half the time. */
    private final Queue<Runnable> due = new ArrayDeque<>();

    private final Spares<String, String> spares = spares(Duration.ofSeconds(8));

    private Spares<String, String> spares(Duration longest) {
        return new Spares<>(
                2,
                longest,
                (task, after) -> {
                    assertThat(after).isEqualTo(Duration.ofSeconds(4));
                    due.add(task);
                });
    }

    @Test
    void theLastOneKeptIsTakenFirstAndThereAreNoMoreThanThat() {
        var one = new Connection();
        var two = new Connection();
        var three = new Connection();
        spares.keep(one);
        spares.keep(two);
        spares.keep(three);
        assertThat(three.isOpen()).isFalse();
        assertThat(spares.take()).isSameAs(two);
        assertThat(spares.take()).isSameAs(one);
        assertThat(spares.take()).isNull();
    }

    @Test
    void oneThatHasEndedMeanwhileIsNotTakenAndTakesNobodysPlace() {
        var ended = new Connection();
        var open = new Connection();
        spares.keep(ended);
        spares.keep(new Connection());
        ended.close();
        spares.keep(open);
        assertThat(open.isOpen()).isTrue();
        assertThat(spares.take()).isSameAs(open);
    }

    @Test
    void oneThatNobodyTakesIsClosedInTime() {
        var unused = new Connection();
        var used = new Connection();
        spares.keep(unused);
        spares.keep(used);
        due.remove().run();
        assertThat(unused.isOpen()).isTrue();
        assertThat(spares.take()).isSameAs(used);
        spares.keep(used);
        assertThat(due).hasSize(1);
        due.remove().run();
        assertThat(unused.isOpen()).isFalse();
        assertThat(used.isOpen()).isTrue();
        due.remove().run();
        assertThat(used.isOpen()).isFalse();
        assertThat(due).isEmpty();
        assertThat(spares.take()).isNull();
    }

    @Test
    void noTimeMeansNone() {
        var connection = new Connection();
        spares(Duration.ZERO).keep(connection);
        assertThat(connection.isOpen()).isFalse();
        assertThat(due).isEmpty();
    }
}
