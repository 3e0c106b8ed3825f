package dev.usher.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Limits;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Many threads arrive, release and leave at once, without a word between them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AdmissionStressTest {
    private static final InetAddress HOME = InetAddress.ofLiteral("127.0.0.1");
    private static final int THREADS = 4;
    private static final int STEPS = 100_000;
    private static final int RUNNING = 3;

    private final Admission<Integer> admission =
            new Admission<>(Limits.defaults().running(RUNNING).waiting(2), System::nanoTime);
    private final Queue<Ticket<Integer>> running = new ConcurrentLinkedQueue<>();
    private final Queue<Ticket<Integer>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final LongAdder started = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder queued = new LongAdder();
    private final LongAdder admitted = new LongAdder();
    private final LongAdder left = new LongAdder();

    @Test
    void neverMoreRunThanMayAndEveryTicketEndsOnce() throws InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("admission stress: -Dseed=" + seed);
        var done = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            var random = new Random(seed + i);
            Thread.ofPlatform()
                    .start(() -> {
                        for (int step = 0; step < STEPS; step++) {
                            step(random, step);
                        }
                        done.countDown();
                    });
        }
        done.await();
        for (var ticket = running.poll(); ticket != null; ticket = running.poll()) {
            release(ticket);
        }
        assertThat(most.get()).isLessThanOrEqualTo(RUNNING);
        assertThat(inside.get()).isZero();
        assertThat(started.sum()).isEqualTo(ended.sum()).isGreaterThan(STEPS / 10);
        assertThat(queued.sum()).isEqualTo(admitted.sum() + left.sum());
        assertThat(admission.occupancy().running()).isZero();
        assertThat(admission.occupancy().waiting()).isZero();
    }

    private void step(Random random, int step) {
        switch (random.nextInt(5)) {
            case 0, 1 -> arrive(step);
            case 2, 3 -> {
                var ticket = running.poll();
                if (ticket != null) {
                    release(ticket);
                }
            }
            default -> {
                var ticket = waiting.poll();
                if (ticket != null && admission.leave(ticket)) {
                    left.increment();
                }
            }
        }
    }

    private void arrive(int client) {
        switch (admission.arrive(client, HOME)) {
            case Verdict.Run(var ticket, _) -> start(ticket);
            case Verdict.Wait(var ticket, _) -> {
                queued.increment();
                waiting.add(ticket);
            }
            case Verdict.Refuse<Integer> _ -> {}
        }
    }

    private void start(Ticket<Integer> ticket) {
        started.increment();
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        running.add(ticket);
    }

    private void release(Ticket<Integer> ticket) {
        inside.decrementAndGet();
        ended.increment();
        for (var next : admission.release(ticket)) {
            admitted.increment();
            start(next);
        }
        assertThat(admission.release(ticket)).isEmpty();
    }
}
