package dev.usher.bench.rivals;

import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.protocol.Lines;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/** Usher as its users write it: limits, deadlines and events are on. */
final class UsherServer implements RivalServer {
    /** As many as a comparison of memory needs; more than the default. */
    private static final int MOST_CLIENTS = 20_000;

    private final LongAdder events = new LongAdder();
    private final Server server;

    UsherServer(Echo echo) throws IOException {
        server =
                Server.on(0)
                        .limits(Limits.defaults().running(MOST_CLIENTS))
                        .answer(Lines.utf8(), echo::apply)
                        .events(this::count)
                        .start();
    }

    private void count(Event event) {
        if (event instanceof Event.OfClient) {
            events.increment();
        }
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.cut();
    }
}
