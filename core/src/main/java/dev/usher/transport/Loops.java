package dev.usher.transport;

import dev.usher.Engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The loops of a server. */
public final class Loops implements AutoCloseable {
    private static final String LOOPS = Engine.PROPERTY + ".loops";

    private static final int MOST = 1_024;

    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(2);
    private static final Duration WHILE_IDLE = Duration.ofMillis(10);

    /** The system takes a moment to take back what a ring had, such as one of a server before. */
    private static final int TRIES = 10;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private final List<Loop> loops;
    private volatile boolean closed;

    private Loops(List<Loop> loops) {
        this.loops = loops;
    }

    /**
     * Starts as many as suit this engine and this machine.
     *
     * @throws IOException if the system has no selectors or rings left
     * @throws IllegalStateException if the engine is not available
     */
    public static Loops start(Engine engine) throws IOException {
        if (!isAvailable(engine)) {
            throw new IllegalStateException(
                    "the engine %s needs %s".formatted(engine, engine.requirements()));
        }
        var loops = new Loops(new ArrayList<>());
        try {
            loops.start(engine, Runtime.getRuntime().availableProcessors());
            return loops;
        } catch (IOException | RuntimeException | Error failed) {
            loops.close();
            throw failed;
        }
    }

    /** Whether this system, and this JVM, has what it needs. */
    public static boolean isAvailable(Engine engine) {
        return switch (engine) {
            case PORTABLE -> true;
            case CARRIER -> Scheduling.isGranted();
            case URING -> Rings.areGranted();
        };
    }

    private void start(Engine engine, int processors) throws IOException {
        // The other half is for the kernel's part of the work, and for all other threads.
        int wanted = wanted(Math.max(1, processors / 2));
        boolean helped = wanted < processors;
        for (int i = 0; i < wanted; i++) {
            var name = "usher-loop-" + i;
            loops.add(
                    switch (engine) {
                        case PORTABLE -> new PortableLoop(name, helped);
                        case CARRIER -> new CarrierLoop(name, new SelectorSockets(), helped);
                        case URING -> new CarrierLoop(name, rings(i == 0 ? TRIES : 1), helped);
                    });
        }
        Thread.ofPlatform().daemon().name("usher-guard").start(this::guard);
    }

    /** On rings, unless the system has none left for us. */
    private static Sockets rings(int tries) throws IOException {
        for (int left = tries; ; left--) {
            try {
                return new RingSockets();
            } catch (IOException noneLeft) {
                if (left == 1) {
                    return new SelectorSockets();
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    private static int wanted(int usual) {
        int wanted = Integer.getInteger(LOOPS, usual);
        if (wanted < 1 || wanted > MOST) {
            throw new IllegalArgumentException(
                    "-D%s=%d: allowed is 1 to %d".formatted(LOOPS, wanted, MOST));
        }
        return wanted;
    }

    /** Looks whether a client holds a loop. */
    private void guard() {
        while (!closed) {
            boolean busy = true;
            try {
                busy = check();
            } catch (RuntimeException | Error noThread) {
                Defects.show(noThread); // and the next look tries again
            }
            LockSupport.parkNanos(this, (busy ? BETWEEN_CHECKS : WHILE_IDLE).toNanos());
        }
    }

    private boolean check() {
        boolean busy = false;
        for (var loop : loops) {
            busy |= loop.check();
        }
        return busy;
    }

    /** Places for the clients of one listener, one in each loop. */
    public List<Lane> lanes() {
        return loops.stream().<Lane>map(Loop::lane).toList();
    }

    /** Ends all of them, once their connections are closed; waits a moment for each. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (var loop : loops) {
            try {
                loop.close();
            } catch (IOException failed) {
                failure = failed;
            }
        }
        closed = true;
        if (failure != null) {
            throw failure;
        }
    }
}
