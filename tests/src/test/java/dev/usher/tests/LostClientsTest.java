package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Call;
import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Pipeline;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Nobody works for a client that is gone. */
class LostClientsTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final Queue<String> begun = new ConcurrentLinkedQueue<>();
    private final Queue<String> interrupted = new ConcurrentLinkedQueue<>();

    static Stream<Pipeline> pipelines() {
        return Stream.of(Pipeline.sequential(), Pipeline.ordered(2), Pipeline.unordered(2));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void requestsThatNobodyCanBeAnsweredAreNotServed(Pipeline pipeline) throws Exception {
        var server =
                servers.start(
                        Server.on(0).pipeline(pipeline).serve(Lines.utf8(), this::untilCancelled));
        var client = servers.connect(server);
        client.send("1\n2\n3\n4\n5\n6\n");
        servers.await("requests are being served", () -> !begun.isEmpty());

        client.reset();

        assertThat(servers.events().await(Event.Closed.class, client).reason())
                .isEqualTo(CloseReason.CLIENT_LOST);
        assertThat(begun).hasSizeLessThanOrEqualTo(2);
        assertThat(interrupted).hasSameSizeAs(begun);
    }

    private String untilCancelled(String request, Call<String> call) throws InterruptedException {
        begun.add(request);
        try {
            new CountDownLatch(1).await();
            return "never";
        } finally {
            interrupted.add(request);
        }
    }
}
