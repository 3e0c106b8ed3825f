package dev.usher.bench.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What clients send, and so what they must get back: batches of random lines, made beforehand. Each
 * line of a batch differs from the others, and neighbours send different batches.
 */
final class Batches {
    private static final int DIFFERENT = 31;
    private static final int FIRST_CHARACTER = ' ';
    private static final int CHARACTERS = '~' - ' ' + 1;

    private final List<ByteBuffer> batches = new ArrayList<>();

    Batches(int depth, int lineBytes) {
        var random = new Random(42);
        for (int i = 0; i < DIFFERENT; i++) {
            batches.add(batch(random, depth, lineBytes));
        }
    }

    private static ByteBuffer batch(Random random, int depth, int lineBytes) {
        var batch = ByteBuffer.allocateDirect(depth * lineBytes);
        while (batch.hasRemaining()) {
            for (int i = 1; i < lineBytes; i++) {
                batch.put((byte) (FIRST_CHARACTER + random.nextInt(CHARACTERS)));
            }
            batch.put((byte) '\n');
        }
        return batch.flip();
    }

    /** The batch of this client. */
    ByteBuffer of(int client) {
        return batches.get(client % DIFFERENT).duplicate();
    }
}
