package dev.usher.services.telemetry.client;

import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientEvent;
import dev.usher.services.telemetry.DeviceName;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;

/**
 * A device: reports readings, and carries out commands. It connects by itself, and again when the
 * connection is lost; what the server has not acknowledged is reported again. Each reading has a
 * time of its own, so none is kept twice.
 *
 * <p>Safe for use by many threads. Closing it is the owner's; readings that were not acknowledged
 * by then are lost, see {@link #flush}.
 */
public final class DeviceClient implements AutoCloseable {
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_IN_REPORT = 100;
    private static final int LONGEST_REPORT = 48 * 1024;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    /** What a server says to a reading that it will never take. */
    private static final Set<String> NEVER = Set.of("invalid", "too-long");

    /** Carries out commands, one after another. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Does what a command says.
         *
         * @return the result, which the operator is told; {@code null} to tell nothing but that it
         *     is done
         */
        @Nullable JsonNode carryOut(JsonNode command);
    }

    /** What happens to a device. Hears it on several threads, and must not wait. */
    public interface Watch {
        /** Something about the connection. */
        void connection(ClientEvent event);

        /** The server will never keep this reading, and it is given up. */
        void refused(String reading, String why);

        /** Another connection has this device's name now; this device ends. */
        void replaced();
    }

    private final DeviceName name;
    private final Handler handler;
    private final Watch watch;
    private final Client<Rpc.Request, JsonNode> client;
    private final AtomicLong ids = new AtomicLong();
    private final ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    /** Readings that are neither acknowledged nor given up. */
    private final AtomicInteger left = new AtomicInteger();

    /** A command may come with the connection, before there is anybody to acknowledge it. */
    private final CountDownLatch ready = new CountDownLatch(1);

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private Instant last = Instant.EPOCH;

    /** The device of this name. */
    public DeviceClient(InetSocketAddress server, DeviceName name, Handler handler, Watch watch) {
        this(server, null, name, handler, watch);
    }

    /**
     * The same, of a server that may speak TLS.
     *
     * @param tls whom to trust; the certificate must be for the server's name or number. {@code
     *     null} if it does not speak TLS
     */
    public DeviceClient(
            InetSocketAddress server,
            @Nullable SSLContext tls,
            DeviceName name,
            Handler handler,
            Watch watch) {
        this.name = name;
        this.handler = handler;
        this.watch = watch;
        client =
                Rpc.remote(server, tls, this::attach)
                        .pushes(this::hear)
                        .events(watch::connection)
                        .open();
        thread = Thread.ofVirtual().name("usher-device").start(this::run);
        ready.countDown();
    }

    private Rpc.Request attach() {
        return request("attach", "[\"" + name + "\"]");
    }

    private Rpc.Request request(String method, String params) {
        return Rpc.Request.of(ids.incrementAndGet(), method, params);
    }

    /**
     * Reports a reading; waits while 10,000 wait already.
     *
     * @param reading the fields, and {@code at} if the time is not now
     * @throws IOException if the device has ended
     */
    public void report(ObjectNode reading) throws IOException, InterruptedException {
        var json = timed(reading).toString();
        boolean taken = false;
        left.incrementAndGet();
        try {
            while (!taken && over.getCount() > 0) {
                taken = waiting.offer(json, 100, TimeUnit.MILLISECONDS);
            }
        } finally {
            if (!taken) {
                left.decrementAndGet();
            }
        }
        if (!taken) {
            throw new IOException("the device " + name + " has ended");
        }
    }

    private ObjectNode timed(ObjectNode reading) {
        return reading.has("at") ? reading : reading.deepCopy().put("at", time().toString());
    }

    /** Now, to the microsecond, but never a time that another reading has. */
    private synchronized Instant time() {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        return last;
    }

    /**
     * Waits until all that was reported is acknowledged or given up.
     *
     * @return how many are left; 0 unless time is up or the device has ended
     */
    public int flush(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (left.get() > 0 && System.nanoTime() - end < 0) {
            if (over.await(10, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return left.get();
    }

    /** Waits until it has ended. */
    public void join() throws InterruptedException {
        over.await();
    }

    private void run() {
        try {
            while (over.getCount() > 0) {
                var first = waiting.poll(Rpc.PULSE.toSeconds(), TimeUnit.SECONDS);
                if (first == null) {
                    pulse();
                } else {
                    report(gather(first));
                }
            }
        } catch (InterruptedException closed) {
            over.countDown();
        }
    }

    private void pulse() throws InterruptedException {
        try {
            client.call(attach());
        } catch (CallException told) {
            return; // in the events; the client is connecting again
        }
    }

    private List<String> gather(String first) {
        var readings = new ArrayList<String>();
        readings.add(first);
        int length = first.length();
        while (readings.size() < MOST_IN_REPORT) {
            var next = waiting.peek();
            if (next == null || length + next.length() > LONGEST_REPORT) {
                break;
            }
            readings.add(waiting.remove());
            length += next.length();
        }
        return readings;
    }

    /** Reports these until they are acknowledged. One that is wrong is found, and given up. */
    private void report(List<String> readings) throws InterruptedException {
        var refusal = insist("[\"" + name + "\",[" + String.join(",", readings) + "]]");
        if (refusal == null) {
            left.addAndGet(-readings.size());
        } else if (readings.size() == 1) {
            left.decrementAndGet();
            watch.refused(readings.getFirst(), refusal);
        } else {
            int half = readings.size() / 2;
            report(readings.subList(0, half));
            report(readings.subList(half, readings.size()));
        }
    }

    /** Reports until there is an answer; why it is refused for good, or {@code null}. */
    private @Nullable String insist(String report) throws InterruptedException {
        while (true) {
            try {
                client.call(request("report", report));
                return null;
            } catch (CallException.Rejected no) {
                if (NEVER.contains(no.code())) {
                    return String.valueOf(no.getMessage());
                }
            } catch (CallException.Closed closed) {
                throw new InterruptedException("closed");
            } catch (CallException told) {
                // In the events. The client is connecting again, and does not hurry.
            }
            Thread.sleep(AFTER_FAILURE);
        }
    }

    private void hear(JsonNode push) {
        try {
            if (!ready.await(Rpc.PULSE.toSeconds(), TimeUnit.SECONDS)) {
                return; // no device has come of it
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return;
        }
        switch (push.path("method").asString("")) {
            case "command" -> carryOut(push.path("params"));
            case "detached" -> {
                watch.replaced();
                close();
            }
            default -> {} // a later server may say more
        }
    }

    private void carryOut(JsonNode params) {
        var result = handler.carryOut(params.path("command"));
        var ack = "[" + params.path("id") + (result == null ? "" : "," + result) + "]";
        try {
            var _ = client.send(request("ack", ack));
        } catch (CallException lost) {
            return; // so the operator is told that it is late
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        over.countDown();
        thread.interrupt();
        client.close();
    }
}
