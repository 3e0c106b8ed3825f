package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Chunks on their way from the loop to the one thread that receives. One thread puts, one takes,
 * and neither ever waits for the other: a linked list with a stub, whose links are the hand-over.
 */
final class ChunkQueue {
    private static final class Node {
        @Nullable ByteBuffer chunk;
        volatile @Nullable Node next;

        Node(@Nullable ByteBuffer chunk) {
            this.chunk = chunk;
        }
    }

    private Node taken = new Node(null);
    private Node last = taken;

    void put(ByteBuffer chunk) {
        var node = new Node(chunk);
        last.next = node;
        last = node;
    }

    @Nullable ByteBuffer take() {
        var next = taken.next;
        if (next == null) {
            return null;
        }
        var chunk = next.chunk;
        next.chunk = null;
        taken = next;
        return chunk;
    }

    boolean isEmpty() {
        return taken.next == null;
    }
}
