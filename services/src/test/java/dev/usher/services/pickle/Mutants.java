package dev.usher.services.pickle;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Pickles of Python with a few changes at random: many are still pickles, of something else. */
final class Mutants {

    private final Random random;
    private final List<byte[]> originals =
            Pickles.vectors().stream().map(Pickles.Vector::bytes).toList();

    private final List<Opcode> opcodes = List.of(Opcode.values());

    Mutants(Random random) {
        this.random = random;
    }

    byte[] next() {
        byte[] pickle = original();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(pickle.length);
            int end = Math.min(pickle.length, at + 1 + random.nextInt(8));
            pickle =
                    switch (random.nextInt(6)) {
                        case 0 -> replace(pickle, at, at + 1, random.nextInt(256));
                        case 1 -> replace(pickle, at, at + 1, opcode());
                        case 2 -> replace(pickle, at, at, opcode());
                        case 3 -> replace(pickle, at, end);
                        case 4 -> join(Arrays.copyOf(pickle, end), pickle, at);
                        default -> {
                            byte[] other = original();
                            yield join(
                                    Arrays.copyOf(pickle, at), other, random.nextInt(other.length));
                        }
                    };
            if (pickle.length == 0) {
                return original();
            }
        }
        return pickle;
    }

    private byte[] original() {
        return originals.get(random.nextInt(originals.size()));
    }

    private int opcode() {
        return opcodes.get(random.nextInt(opcodes.size())).code();
    }

    /** The bytes with those from {@code at} to {@code end} replaced. */
    private static byte[] replace(byte[] bytes, int at, int end, int... replacement) {
        var replaced = new ByteArrayOutputStream();
        replaced.write(bytes, 0, at);
        for (int value : replacement) {
            replaced.write(value);
        }
        replaced.write(bytes, end, bytes.length - end);
        return replaced.toByteArray();
    }

    private static byte[] join(byte[] beginning, byte[] rest, int from) {
        var joined = new ByteArrayOutputStream();
        joined.writeBytes(beginning);
        joined.write(rest, from, rest.length - from);
        return joined.toByteArray();
    }
}
