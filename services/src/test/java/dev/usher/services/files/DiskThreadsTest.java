package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(120)
class DiskThreadsTest {

    @Test
    void whatNobodyWantsAnyMoreIsNotBegun() throws Exception {
        var busy = new CountDownLatch(1);
        var begun = new AtomicBoolean();
        var thrown = new AtomicReference<@Nullable IOException>();
        try (var threads = new DiskThreads("test", 1, failed -> failed)) {
            threads.start(() -> await(busy));
            var client =
                    Thread.startVirtualThread(() -> {
                        try {
                            threads.callWhileWanted(() -> begun.getAndSet(true));
                        } catch (IOException gone) {
                            thrown.set(gone);
                        }
                    });
            client.interrupt();
            client.join(); // although the only thread is busy
            assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
            busy.countDown();
            threads.run(() -> {}); // comes after it
            assertThat(begun).isFalse();
        }
    }

    @Test
    void whatChangesSomethingIsDoneThoughNobodyWaits() throws Exception {
        var busy = new CountDownLatch(1);
        var done = new AtomicBoolean();
        var interrupted = new AtomicBoolean();
        try (var threads = new DiskThreads("test", 1, failed -> failed)) {
            threads.start(() -> await(busy));
            var client =
                    Thread.startVirtualThread(() -> {
                        try {
                            threads.run(() -> done.set(true));
                        } catch (IOException failed) {
                            throw new AssertionError(failed);
                        }
                        interrupted.set(Thread.currentThread().isInterrupted());
                    });
            client.interrupt();
            busy.countDown();
            client.join();
            assertThat(done).isTrue();
            assertThat(interrupted).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }
}
