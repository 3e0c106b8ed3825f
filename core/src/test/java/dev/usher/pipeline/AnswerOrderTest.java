package dev.usher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnswerOrderTest {
    private final AnswerOrder<Integer> order = new AnswerOrder<>();
    private final List<@Nullable Integer> delivered =
            Collections.synchronizedList(new ArrayList<>());

    @Test
    void answersThatAreReadyInAnyOrderLeaveInTheOrderOfTheirRequests() {
        for (var permutation : permutations(List.of(0, 1, 2, 3, 4))) {
            delivered.clear();
            var slots = IntStream.range(0, 5).mapToObj(i -> order.next()).toList();
            for (int ready : permutation) {
                order.ready(slots.get(ready), ready, false, delivered::add);
            }
            assertThat(delivered).containsExactly(0, 1, 2, 3, 4);
        }
    }

    @Test
    void anAnswerLeavesAsSoonAsAllBeforeItHaveLeft() {
        var first = order.next();
        var second = order.next();
        var third = order.next();
        order.ready(second, 2, false, delivered::add);
        assertThat(delivered).isEmpty();
        order.ready(first, null, false, delivered::add);
        assertThat(delivered).containsExactly(null, 2);
        order.ready(third, 3, false, delivered::add);
        assertThat(delivered).containsExactly(null, 2, 3);
    }

    @Test
    void nothingLeavesBehindTheLastAnswer() {
        var first = order.next();
        var second = order.next();
        var third = order.next();
        order.ready(third, 3, false, delivered::add);
        order.ready(second, 2, true, delivered::add);
        assertThat(delivered).isEmpty();
        order.ready(first, 1, false, delivered::add);
        order.ready(order.next(), 4, false, delivered::add);
        assertThat(delivered).containsExactly(1, 2);
    }

    @Test
    void whatBecomesReadyDuringADeliveryLeavesAfterIt() {
        var first = order.next();
        var second = order.next();
        order.ready(
                first,
                1,
                false,
                answer -> {
                    if (answer != null && answer == 1) {
                        order.ready(second, 2, false, delivered::add);
                        assertThat(delivered).isEmpty();
                    }
                    delivered.add(answer);
                });
        assertThat(delivered).containsExactly(1, 2);
    }

    @Test
    void manyThreadsBringAnswersAndTheOrderStays() throws InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("answer order: -Dseed=" + seed);
        int count = 2_000;
        var slots = IntStream.range(0, count).mapToObj(i -> order.next()).toList();
        var numbers = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(numbers, new Random(seed));
        var done = new CountDownLatch(count);
        for (int number : numbers) {
            Thread.startVirtualThread(() -> {
                order.ready(slots.get(number), number, false, delivered::add);
                done.countDown();
            });
        }
        done.await();
        assertThat(delivered).containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
    }

    private static List<List<Integer>> permutations(List<Integer> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<Integer>>();
        for (int i = 0; i < items.size(); i++) {
            int head = items.get(i);
            var rest = items.stream().filter(item -> item != head).toList();
            for (var tail : permutations(rest)) {
                var permutation = new ArrayList<Integer>();
                permutation.add(head);
                permutation.addAll(tail);
                all.add(permutation);
            }
        }
        return all;
    }
}
