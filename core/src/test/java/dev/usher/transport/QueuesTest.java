package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

/** What the two queues that the loop uses give and what they let go of. */
class QueuesTest {
    private final TaskQueue tasks = new TaskQueue();
    private final ChunkQueue chunks = new ChunkQueue();

    private void put() {
        tasks.put(() -> {}, null, false, 0);
    }

    @Test
    void theFirstTaskIsTheOneThatIsTakenNext() {
        assertThat(tasks.first()).isNull();
        put();
        put();
        var first = tasks.first();
        assertThat(tasks.take()).isSameAs(first);
        assertThat(tasks.take()).isNotSameAs(first);
        assertThat(tasks.first()).isNull();
    }

    @Test
    void howManyTasksThereAreIsKnownWithoutTakingThem() {
        assertThat(tasks.has(1)).isFalse();
        put();
        put();
        assertThat(tasks.has(1)).isTrue();
        assertThat(tasks.has(2)).isTrue();
        assertThat(tasks.has(3)).isFalse();
        tasks.take();
        assertThat(tasks.has(1)).isTrue();
        assertThat(tasks.has(2)).isFalse();
    }

    /** Else one that has become old would keep all that follow alive until it is collected. */
    @Test
    void aTaskThatWasTakenDoesNotReferToThoseAfterIt() {
        put();
        put();
        var taken = tasks.take();
        assertThat(taken).isNotNull();
        assertThat(taken.get()).isNotNull();
        tasks.take();
        assertThat(taken.get()).isNull();
    }

    @Test
    void chunksComeInTheirOrder() {
        for (int i = 0; i < 3; i++) {
            chunks.put(ByteBuffer.allocate(i));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(chunks.take()).isEqualTo(ByteBuffer.allocate(i));
        }
        assertThat(chunks.take()).isNull();
        assertThat(chunks.isEmpty()).isTrue();
    }
}
