package dev.usher.tests;

import dev.usher.Call;
import dev.usher.Pipeline;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.stream.Stream;

/** Clients that send many requests at once, and a service that can be held. */
abstract class Pipelined {
    static final int AT_ONCE = 4;

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    static Stream<Pipeline> concurrent() {
        return Stream.of(Pipeline.ordered(AT_ONCE), Pipeline.unordered(AT_ONCE));
    }

    static Stream<Pipeline> inOrder() {
        return Stream.of(
                Pipeline.sequential(), Pipeline.ordered(AT_ONCE), Pipeline.yielding(AT_ONCE));
    }

    static Stream<Pipeline> all() {
        return Stream.concat(Stream.of(Pipeline.sequential()), concurrent());
    }

    String serve(String line, Call<String> call) throws InterruptedException {
        switch (line) {
            case "hold" -> gate.hold();
            case "bye" -> call.hangUp();
            case "defect" -> throw new IllegalArgumentException("defect");
            default -> {}
        }
        return line;
    }

    void awaitHeld(int count) {
        servers.await(count + " requests are held", () -> gate.held() == count);
    }
}
