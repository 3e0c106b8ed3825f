package dev.usher.bench.rivals;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What every rival does with a line: returns it, after blocking for a while if that is asked for.
 *
 * @param delay how long each line blocks its thread; zero for not at all
 */
record Echo(Duration delay) implements UnaryOperator<String> {

    @Override
    public String apply(String line) {
        if (delay.isPositive()) {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
        return line;
    }
}
