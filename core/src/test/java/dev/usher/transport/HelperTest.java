package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class HelperTest {
    private @Nullable Thread thread;
    private final Helper helper =
            new Helper(work -> thread = Thread.ofPlatform().daemon().unstarted(work));
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void close() throws InterruptedException {
        held.countDown();
        helper.close();
        if (thread != null) {
            thread.join();
        }
    }

    private static TaskQueue.Task turn(Runnable work) {
        var queue = new TaskQueue();
        queue.put(work, null, false, 4096);
        var turn = queue.take();
        assertThat(turn).isNotNull();
        return turn;
    }

    /** Has it run a turn that does this, and then lasts until the end of the test. */
    private void hold(Runnable first) throws InterruptedException {
        var begun = new CountDownLatch(1);
        helper.offer(
                turn(() -> {
                    first.run();
                    begun.countDown();
                    try {
                        held.await();
                    } catch (InterruptedException stop) {
                        Thread.currentThread().interrupt();
                    }
                }));
        begun.await();
    }

    @Test
    void hasNoThreadUntilItIsNeeded() {
        assertThat(helper.takeBack()).isNull();
        assertThat(thread).isNull();
    }

    @Test
    void runsWhatItIsLeftHoweverOftenItHasSlept() throws InterruptedException {
        var done = new Semaphore(0);
        for (int i = 0; i < 10_000; i++) {
            assertThat(helper.offer(turn(done::release))).isTrue();
            done.acquire();
        }
    }

    @Test
    void whatItHasNotBegunIsTakenBack() throws InterruptedException {
        hold(() -> {});
        var left = new ArrayList<TaskQueue.Task>();
        for (var next = turn(() -> {}); helper.offer(next); next = turn(() -> {})) {
            left.add(next);
        }
        assertThat(left).hasSize(2);
        assertThat(List.of(helper.takeBack(), helper.takeBack())).isEqualTo(left);
        assertThat(helper.takeBack()).isNull();
    }

    @Test
    void eachTurnIsRunOnceByOneOfBoth() throws InterruptedException {
        int count = 200_000;
        var runs = new AtomicInteger();
        var done = new Semaphore(0);
        for (int i = 0; i < count; i++) {
            var next =
                    turn(() -> {
                        runs.incrementAndGet();
                        done.release();
                    });
            var mine = helper.offer(next) ? null : next;
            for (; mine != null; mine = helper.takeBack()) {
                mine.work().run();
            }
        }
        done.acquire(count);
        assertThat(helper.takeBack()).isNull();
        assertThat(runs).hasValue(count);
    }

    @Test
    void aDefectOrAnInterruptDoesNotReachTheNextTurn() throws InterruptedException {
        var shown = new ConcurrentLinkedQueue<Throwable>();
        var interrupted = new ConcurrentLinkedQueue<Boolean>();
        var done = new CountDownLatch(1);
        hold(() -> {});
        thread.setUncaughtExceptionHandler((_, defect) -> shown.add(defect));
        var defect = new IllegalStateException("a defect of a service");
        helper.offer(
                turn(() -> {
                    Thread.currentThread().interrupt();
                    throw defect;
                }));
        helper.offer(
                turn(() -> {
                    interrupted.add(Thread.currentThread().isInterrupted());
                    done.countDown();
                }));
        held.countDown();
        done.await();
        assertThat(shown).containsExactly(defect);
        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void anInterruptLeftBehindDoesNotKeepItBusy() throws InterruptedException {
        var done = new CountDownLatch(1);
        helper.offer(
                turn(() -> {
                    Thread.currentThread().interrupt();
                    done.countDown();
                }));
        done.await();
        while (thread.isInterrupted()) { // no wait would wait
            Thread.sleep(1);
        }
    }

    @Test
    void threadsThatWaitForClientsAreReplacedUpToALimit() throws InterruptedException {
        var waiting = new HashSet<Thread>();
        for (int i = 0; i < 17; i++) {
            hold(helper::beforeWait);
            waiting.add(thread);
        }
        assertThat(waiting).hasSize(17);
        var next = turn(() -> {});
        assertThat(helper.offer(next)).isTrue();
        assertThat(waiting).contains(thread);
        assertThat(helper.takeBack()).isEqualTo(next);
        held.countDown();
        for (var each : waiting) {
            if (!each.equals(thread)) {
                each.join();
            }
        }
        hold(helper::beforeWait);
        hold(helper::beforeWait);
        assertThat(waiting).doesNotContain(thread);
    }

    @Test
    void withoutAThreadItTakesNothing() {
        var shown = new ConcurrentLinkedQueue<Throwable>();
        var none =
                new Helper(_ -> {
                    throw new OutOfMemoryError("no thread left");
                });
        var here = Thread.currentThread();
        var before = here.getUncaughtExceptionHandler();
        here.setUncaughtExceptionHandler((_, defect) -> shown.add(defect));
        try {
            assertThat(none.offer(turn(() -> {}))).isFalse();
            assertThat(none.offer(turn(() -> {}))).isFalse();
        } finally {
            here.setUncaughtExceptionHandler(before);
        }
        assertThat(shown).isNotEmpty().hasOnlyElementsOfType(OutOfMemoryError.class);
        none.close();
    }
}
