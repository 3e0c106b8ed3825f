package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Chunks on their way from the loop to the one thread that receives. One thread puts, one takes,
 * and neither ever waits for the other: a linked list with a stub, whose links are the hand-over.
 */
final class ChunkQueue {
    /** A chunk; refers to the next one. */
    private static final class Node extends AtomicReference<@Nullable Node> {
        private static final long serialVersionUID = 0;

        private transient @Nullable ByteBuffer chunk;

        Node(@Nullable ByteBuffer chunk) {
            this.chunk = chunk;
        }
    }

    private Node taken = new Node(null);
    private Node last = taken;

    void put(ByteBuffer chunk) {
        var node = new Node(chunk);
        last.set(node);
        last = node;
    }

    @Nullable ByteBuffer take() {
        var next = taken.get();
        if (next == null) {
            return null;
        }
        var chunk = next.chunk;
        next.chunk = null;
        taken.setPlain(null); // what was taken may be old, and would keep all that follow alive
        taken = next;
        return chunk;
    }

    boolean isEmpty() {
        return taken.get() == null;
    }
}
