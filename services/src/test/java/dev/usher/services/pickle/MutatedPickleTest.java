package dev.usher.services.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Pickles of Python with changes at random. The test prints its seed; {@code -Dseed=…} runs it
 * again.
 */
class MutatedPickleTest {

    private static final int MUTANTS = Integer.getInteger("mutants", 50_000);

    @Test
    void whateverArrivesIsReadOrRefused() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("whateverArrivesIsReadOrRefused() seed=" + seed);
        var mutants = new Mutants(new Random(seed));
        for (int i = 0; i < MUTANTS; i++) {
            check(mutants.next());
        }
    }

    private static void check(byte[] bytes) throws IOException {
        var input = Input.of(bytes);
        PickleValue value;
        try {
            value = PickleReader.read(input);
        } catch (FailureException refused) {
            assertThat(refused.failure())
                    .isInstanceOfAny(
                            Failure.Malformed.class, Failure.TooLong.class, Failure.CutShort.class);
            return;
        }
        assertThat(bytes[(int) input.position() - 1]).isEqualTo((byte) Opcode.STOP.code());
        assertThat(size(value, PickleReader.MAX_LEVELS)).isLessThan(PickleReader.MAX_BYTES);
        assertThat(value.repr()).isNotEmpty();
        assertThat(Pickles.read(Pickles.write(value)).type()).isEqualTo(value.type());
    }

    /** How many values there are on a walk through one, which may have so many levels. */
    private static long size(PickleValue value, int levels) {
        assertThat(levels).isNotNegative();
        return switch (value) {
            case PickleValue.List(var items) -> size(items, levels);
            case PickleValue.Tuple(var items) -> size(items, levels);
            case PickleValue.Set(var items) -> size(items, levels);
            case PickleValue.FrozenSet(var items) -> size(items, levels);
            case PickleValue.Dict(var entries) ->
                    size(entries.stream().map(PickleValue.Entry::key).toList(), levels)
                            + size(entries.stream().map(PickleValue.Entry::value).toList(), levels);
            default -> 1;
        };
    }

    private static long size(List<PickleValue> items, int levels) {
        return 1 + items.stream().mapToLong(item -> size(item, levels - 1)).sum();
    }
}
