package dev.usher.services.telemetry.client;

import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientEvent;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

/**
 * A watcher: is told readings as they arrive. It connects by itself, and again when the connection
 * is lost; what is reported meanwhile it is not told. Closing it is the owner's.
 */
public final class WatchClient implements AutoCloseable {

    /** What a watcher hears. */
    public sealed interface News {
        /** A device reported this: {@code at}, and the fields. */
        record Reading(String device, JsonNode reading) implements News {}

        /** So many readings were left out here, because this watcher is too slow. */
        record Lost(long readings) implements News {}
    }

    private final Consumer<News> news;
    private final Client<Rpc.Request, JsonNode> client;
    private final String watched;
    private final AtomicLong ids = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Watches a device, or all for {@code *}.
     *
     * @param news is told, one after another; while it waits the server waits with more, and at
     *     last leaves out the oldest
     * @param events is told what happens to the connection; must not wait
     */
    public WatchClient(
            InetSocketAddress server,
            String device,
            Consumer<News> news,
            Consumer<ClientEvent> events) {
        this(server, null, device, news, events);
    }

    /**
     * The same, of a server that may speak TLS.
     *
     * @param tls whom to trust; the certificate must be for the server's name or number. {@code
     *     null} if it does not speak TLS
     */
    public WatchClient(
            InetSocketAddress server,
            @Nullable SSLContext tls,
            String device,
            Consumer<News> news,
            Consumer<ClientEvent> events) {
        this.news = news;
        watched = "[" + Rpc.JSON.writeValueAsString(device) + "]";
        client = Rpc.remote(server, tls, this::watch).pushes(this::hear).events(events).open();
        thread = Thread.ofVirtual().name("usher-watch").start(this::run);
    }

    private Rpc.Request watch() {
        return Rpc.Request.of(ids.incrementAndGet(), "watch", watched);
    }

    private void hear(JsonNode push) {
        var params = push.path("params");
        switch (push.path("method").asString("")) {
            case "reading" ->
                    news.accept(
                            new News.Reading(
                                    params.path("device").asString(""), params.path("reading")));
            case "lost" -> news.accept(new News.Lost(params.path("readings").asLong(0)));
            default -> {} // a later server may say more
        }
    }

    private void run() {
        try {
            while (!over.await(Rpc.PULSE.toSeconds(), TimeUnit.SECONDS)) {
                pulse();
            }
        } catch (InterruptedException closed) {
            over.countDown();
        }
    }

    private void pulse() throws InterruptedException {
        try {
            client.call(watch());
        } catch (CallException told) {
            return; // in the events; the client is connecting again
        }
    }

    /** Waits until it has been closed. */
    public void join() throws InterruptedException {
        over.await();
    }

    /** Ends it. */
    @Override
    public void close() {
        over.countDown();
        thread.interrupt();
        client.close();
    }
}
