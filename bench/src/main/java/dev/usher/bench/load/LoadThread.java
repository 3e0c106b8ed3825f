package dev.usher.bench.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A thread that drives some of the clients, and measures while it is told to. */
final class LoadThread {
    private static final long LONGEST_LATENCY = TimeUnit.SECONDS.toNanos(60);
    private static final int DIGITS = 3;
    private static final long LOOK_MILLIS = 100;

    private enum Phase {
        RAMP,
        MEASURE,
        STOP
    }

    private final List<Client> clients;
    private final boolean reconnect;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final Histogram latencies = new Histogram(1, LONGEST_LATENCY, DIGITS);
    private final Thread thread = Thread.ofPlatform().name("load").unstarted(this::run);
    private volatile Phase phase = Phase.RAMP;
    private @Nullable IOException failure;
    private boolean measuring;
    private long begun;
    private long cpuBefore;
    private long took;
    private long cpu;

    LoadThread(List<Client> clients, boolean reconnect) {
        this.clients = clients;
        this.reconnect = reconnect;
    }

    void start() {
        thread.start();
    }

    void measure() {
        phase = Phase.MEASURE;
    }

    void stop() {
        phase = Phase.STOP;
    }

    /** Waits for the end, after which the figures may be read. */
    void join() throws InterruptedException {
        thread.join();
    }

    /** Throws what ended it early, if anything did. */
    void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    Histogram latencies() {
        return latencies;
    }

    double batchesPerSecond() {
        return latencies.getTotalCount() * 1e9 / took;
    }

    /** The part of the time in which this thread had a processor. */
    double busy() {
        return (double) cpu / took;
    }

    private void run() {
        try (var selector = Selector.open()) {
            for (var client : clients) {
                begin(client, selector);
            }
            while (phase != Phase.STOP) {
                if (!measuring && phase == Phase.MEASURE) {
                    measuring = true;
                    cpuBefore = ownCpu();
                    begun = System.nanoTime();
                }
                selector.select(this::ready, LOOK_MILLIS);
                if (failure != null) {
                    return;
                }
            }
            took = System.nanoTime() - begun;
            cpu = ownCpu() - cpuBefore;
        } catch (IOException broken) {
            failure = broken;
        } catch (RuntimeException defect) {
            failure = new IOException("the clients failed", defect);
        }
    }

    private static long ownCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void begin(Client client, Selector selector) throws IOException {
        client.channel().configureBlocking(false);
        if (reconnect) {
            connect(client, selector);
        } else {
            var key = client.channel().register(selector, SelectionKey.OP_READ, client);
            next(client, key);
        }
    }

    private void connect(Client client, Selector selector) throws IOException {
        client.channel().configureBlocking(false);
        client.begin(System.nanoTime());
        boolean connected = client.channel().connect(client.server());
        var interest = connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
        var key = client.channel().register(selector, interest, client);
        if (connected) {
            send(client, key);
        }
    }

    private void next(Client client, SelectionKey key) throws IOException {
        client.begin(System.nanoTime());
        send(client, key);
    }

    private static void send(Client client, SelectionKey key) throws IOException {
        if (!client.send()) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
        }
    }

    private void ready(SelectionKey key) {
        try {
            ready((Client) key.attachment(), key);
        } catch (IOException broken) {
            failure = broken;
        }
    }

    private void ready(Client client, SelectionKey key) throws IOException {
        if (key.isConnectable()) {
            client.channel().finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            send(client, key);
            return;
        }
        if (key.isWritable() && client.send()) {
            key.interestOps(SelectionKey.OP_READ);
        }
        if (key.isReadable() && client.receive(buffer)) {
            complete(client, key);
        }
    }

    private void complete(Client client, SelectionKey key) throws IOException {
        if (measuring) {
            long latency = System.nanoTime() - client.started();
            latencies.recordValue(Math.min(latency, LONGEST_LATENCY));
        }
        if (reconnect) {
            client.reopen();
            connect(client, key.selector());
        } else {
            next(client, key);
        }
    }
}
