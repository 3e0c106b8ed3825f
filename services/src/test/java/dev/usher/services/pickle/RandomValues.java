package dev.usher.services.pickle;

import dev.usher.services.pickle.PickleValue.Bool;
import dev.usher.services.pickle.PickleValue.Bytes;
import dev.usher.services.pickle.PickleValue.Dict;
import dev.usher.services.pickle.PickleValue.Entry;
import dev.usher.services.pickle.PickleValue.FrozenSet;
import dev.usher.services.pickle.PickleValue.Int;
import dev.usher.services.pickle.PickleValue.None;
import dev.usher.services.pickle.PickleValue.Real;
import dev.usher.services.pickle.PickleValue.Str;
import dev.usher.services.pickle.PickleValue.Tuple;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Values at random. Keys are such that Python tells them apart as we do. */
final class RandomValues {

    private static final int[] BITS = {0, 1, 8, 9, 16, 17, 31, 32, 33, 64, 2_039, 2_040, 2_041};
    private static final int[] SIZES = {0, 1, 1, 2, 3, 4, 5};
    private static final int[] LENGTHS = {0, 1, 2, 255, 256, 300};

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    PickleValue value(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return scalar();
        }
        return switch (random.nextInt(5)) {
            case 0 -> new PickleValue.List(some(() -> value(depth - 1)));
            case 1 -> new Tuple(some(() -> value(depth - 1)));
            case 2 -> new PickleValue.Set(some(() -> key(depth - 1)));
            case 3 -> new FrozenSet(some(() -> key(depth - 1)));
            default -> new Dict(some(() -> new Entry(key(depth - 1), value(depth - 1))));
        };
    }

    private PickleValue scalar() {
        return switch (random.nextInt(4)) {
            case 0 -> new Bool(random.nextBoolean());
            case 1 -> new Real(Double.longBitsToDouble(random.nextLong()));
            default -> key(0);
        };
    }

    private PickleValue key(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> new None();
            case 1 -> new Int(integer());
            case 2 -> new Str(text());
            case 3 -> new Bytes(bytes());
            case 4 -> new Tuple(some(() -> key(depth - 1)));
            default -> new FrozenSet(some(() -> key(depth - 1)));
        };
    }

    private <T> List<T> some(Supplier<T> source) {
        return Stream.generate(source).limit(one(SIZES)).toList();
    }

    private BigInteger integer() {
        var power = BigInteger.TWO.pow(one(BITS));
        var number =
                switch (random.nextInt(3)) {
                    case 0 -> power;
                    case 1 -> power.subtract(BigInteger.ONE);
                    default -> new BigInteger(one(BITS), random);
                };
        return random.nextBoolean() ? number : number.negate();
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = one(LENGTHS); i > 0; i--) {
            text.appendCodePoint("a'\\\n\0é日😀".codePoints().toArray()[random.nextInt(8)]);
        }
        return text.toString();
    }

    private byte[] bytes() {
        var bytes = new byte[one(LENGTHS)];
        random.nextBytes(bytes);
        return bytes;
    }

    private int one(int[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
