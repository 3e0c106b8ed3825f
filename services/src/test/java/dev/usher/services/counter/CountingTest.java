package dev.usher.services.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.Collections;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

@Timeout(60)
class CountingTest {
    private static final Effort NONE = new Effort(0);
    private static final BigInteger START = BigInteger.TWO;

    private final Crew crew = new Crew(4);

    @AfterEach
    void close() {
        crew.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 999, 1_000, 1_001, 123_456, 1_000_000})
    void noIncrementIsLost(int increments) throws Exception {
        assertThat(counting(increments, Witness.NONE).result(crew))
                .isEqualTo(START.add(BigInteger.valueOf(increments)));
        assertThat(crew.tasks()).isZero();
    }

    @Test
    void eachIncrementIsATaskOfItsOwnAndFindsANumberOfItsOwn() throws Exception {
        var numbers = new ConcurrentLinkedQueue<Integer>();
        var tasks = new ConcurrentLinkedQueue<Integer>();
        var witness =
                witness((before, task) -> {
                    numbers.add(before);
                    tasks.add(task);
                });
        counting(1_000, witness).result(crew);
        var all = IntStream.range(0, 1_000).boxed().toList();
        assertThat(numbers).containsExactlyInAnyOrderElementsOf(all);
        assertThat(tasks).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void moreIncrementsAreDealtOutToAThousandTasks() throws Exception {
        var tasks = new ConcurrentLinkedQueue<Integer>();
        counting(2_500, witness((before, task) -> tasks.add(task))).result(crew);
        for (int task = 0; task < 1_000; task++) {
            assertThat(Collections.frequency(tasks, task)).isEqualTo(task < 500 ? 3 : 2);
        }
    }

    @Test
    void tasksRunAtTheSameTimeAsManyAsThereAreThreads() throws Exception {
        var together = new CyclicBarrier(4); // opens when four are there at once
        var most = new AtomicInteger();
        var witness =
                witness((before, task) -> {
                    together.await();
                    most.accumulateAndGet(crew.tasks(), Math::max);
                });
        assertThat(counting(40, witness).result(crew)).isEqualTo(42);
        assertThat(most).hasValue(4);
    }

    @Test
    void requestsTakeTurns() throws Exception {
        var order = new CopyOnWriteArrayList<String>();
        var gate = new Semaphore(0);
        var large =
                counting(
                        4,
                        witness((before, task) -> {
                            order.add("large");
                            gate.acquire();
                        }));
        var small = counting(1, witness((before, task) -> order.add("small")));
        try (var single = new Crew(1);
                var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = requests.submit(() -> large.result(single));
            await(() -> order.size() == 1 && single.waiting() == 1);
            var second = requests.submit(() -> small.result(single));
            await(() -> single.waiting() == 2);
            gate.release(); // the large one's second task begins, and its third waits behind
            await(() -> order.size() == 2 && single.waiting() == 2);
            gate.release(3);
            assertThat(first.get()).isEqualTo(6);
            assertThat(second.get()).isEqualTo(3);
        }
        assertThat(order).containsExactly("large", "large", "small", "large", "large");
    }

    @Test
    void whatIsCancelledEndsWithItsTasks() throws Exception {
        var cancelled = new AtomicBoolean();
        var effort = new Effort(Effort.MOST); // so that all of it would take days
        var counting =
                new Counting(new Job(START, 1_000_000), effort, Witness.NONE, cancelled::get);
        try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            var request = requests.submit(() -> counting.result(crew));
            await(() -> crew.tasks() == 4);
            cancelled.set(true);
            assertThatThrownBy(request::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
        }
        assertThat(crew.tasks()).isZero();
    }

    @Test
    void whoIsInterruptedWhileWaitingLeavesNoTask() throws Exception {
        var gate = new Semaphore(0);
        var cancelled = new AtomicBoolean();
        var witness = witness((before, task) -> gate.acquire());
        var counting = new Counting(new Job(START, 100), NONE, witness, cancelled::get);
        try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            var request = requests.submit(() -> counting.result(crew));
            await(() -> crew.waiting() == 1);
            cancelled.set(true);
            requests.shutdownNow();
            gate.release(4);
            assertThatThrownBy(request::get).hasCauseInstanceOf(InterruptedException.class);
        }
        assertThat(crew.tasks()).isZero();
    }

    @Test
    void aTaskThatFailsMakesNoWrongAnswer() {
        var witness =
                witness((before, task) -> {
                    if (task == 7) {
                        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
                        throw new IllegalArgumentException("a defect of the console");
                    }
                });
        assertThatThrownBy(() -> counting(5_000, witness).result(crew))
                .isInstanceOf(IllegalStateException.class);
        assertThat(crew.tasks()).isZero();
    }

    @Test
    void aClosedCrewTakesNoTask() {
        crew.close();
        assertThatThrownBy(() -> counting(1, Witness.NONE).result(crew))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(crew.tasks()).isZero();
    }

    private static Counting counting(int increments, Witness witness) {
        return new Counting(new Job(START, increments), NONE, witness, () -> false);
    }

    private static void await(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static Witness witness(Counted counted) {
        return new Witness() {
            @Override
            public void counted(Job job, int before, int task) {
                try {
                    counted.accept(before, task);
                } catch (InterruptedException | BrokenBarrierException stop) {
                    throw new AssertionError(stop);
                }
            }

            @Override
            public void sent(String result) {
                throw new AssertionError("a counting sends nothing");
            }
        };
    }

    private interface Counted {
        void accept(int before, int task) throws InterruptedException, BrokenBarrierException;
    }
}
