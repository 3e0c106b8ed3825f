package dev.usher.admission;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AdmissionHistoriesTest {
    private static final int STEPS = 5;
    private static final int RANDOM_STEPS = 1_000_000;

    /**
     * From every fullness, empty to full with one refused: whatever five steps follow. Every client
     * that ever got a ticket may be released or leave, again and again.
     */
    @Test
    void everyHistoryAtLimitsOf3And2GoesAsOnTheBoard() {
        for (int arrivals = 0; arrivals <= 6; arrivals++) {
            explore(new ArrayList<>(Collections.nCopies(arrivals, Comparison::arrive)), STEPS);
        }
    }

    private void explore(List<Consumer<Comparison>> history, int stepsLeft) {
        var state = new Comparison(Comparison.limits(3, 2).patience(Duration.ofMillis(2)));
        history.forEach(step -> step.accept(state));
        if (stepsLeft == 0) {
            return;
        }
        for (var step : steps(state.tickets())) {
            history.add(step);
            explore(history, stepsLeft - 1);
            history.removeLast();
        }
    }

    private static List<Consumer<Comparison>> steps(int tickets) {
        var steps = new ArrayList<Consumer<Comparison>>();
        steps.add(Comparison::arrive);
        steps.add(state -> {
            state.advance(Duration.ofMillis(1));
            state.expire();
        });
        for (int i = 0; i < tickets; i++) {
            int number = i;
            steps.add(state -> state.release(number));
            steps.add(state -> state.leave(number));
        }
        return steps;
    }

    @Test
    void aMillionRandomStepsGoAsOnTheBoard() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("admission histories: -Dseed=" + seed);
        var random = new Random(seed);
        for (int steps = 0; steps < RANDOM_STEPS; ) {
            steps += life(random);
        }
    }

    /** One admission from its beginning to its drain; returns how many steps it took. */
    private static int life(Random random) {
        var limits =
                Comparison.limits(1 + random.nextInt(4), random.nextInt(4))
                        .perAddress(1 + random.nextInt(8))
                        .patience(Duration.ofMillis(1 + random.nextInt(50)));
        var state = new Comparison(limits);
        int steps = 100 + random.nextInt(300);
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> state.arrive(random.nextInt(3));
                case 5, 6, 7 -> someone(state, random, state::release);
                case 8 -> someone(state, random, state::leave);
                case 9 -> state.expire();
                case 10 -> state.advance(Duration.ofMillis(random.nextInt(20)));
                default ->
                        state.limits(
                                limits.running(1 + random.nextInt(4)).waiting(random.nextInt(4)));
            }
        }
        state.drain();
        for (int number = 0; number < state.tickets(); number++) {
            state.release(number);
        }
        return steps;
    }

    private static void someone(Comparison state, Random random, Consumer<Integer> step) {
        if (state.tickets() > 0) {
            // Most often one of the last, who are likely to be inside still.
            int back = random.nextInt(Math.min(10, state.tickets()));
            step.accept(state.tickets() - 1 - back);
        }
    }
}
