package dev.usher.storage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that writes. What is asked for while it waits for the disk goes into the next
 * transaction together: the more clients there are, the more of them share a wait.
 *
 * <p>A platform thread, since a virtual one would hold its carrier in SQLite's native code.
 */
final class Writer implements AutoCloseable {
    private static final Duration TO_END = Duration.ofSeconds(30);
    private static final Job<Object> END = Job.of(connection -> "", Duration.ofSeconds(1));

    private final Engine engine;
    private final DatabaseSettings settings;
    private final Health health;
    private final BlockingQueue<Job<?>> queue;

    /** What was undone through no fault of its own, and is done again before all others. */
    private final Deque<Job<?>> again = new ArrayDeque<>();

    /** Taken from the queue, and not for the transaction that there was then. */
    private @Nullable Job<?> ahead;

    private final Thread thread;
    private volatile boolean closed;

    Writer(Engine engine, DatabaseSettings settings, Health health) {
        this.engine = engine;
        this.settings = settings;
        this.health = health;
        queue = new LinkedBlockingQueue<>(settings.waiting());
        thread = Thread.ofPlatform().daemon().name("usher-database-writer").start(this::work);
    }

    /** Has this done, and returns when it is on the disk. */
    <T extends @Nullable Object> T write(Job<T> job) throws IOException {
        if (closed) {
            throw Trouble.UNAVAILABLE.exception();
        }
        if (!queue.offer(job)) {
            throw Trouble.BUSY.exception();
        }
        return job.await(settings.patience(), () -> queue.remove(job), Trouble.UNCERTAIN);
    }

    private void work() {
        try {
            Job<?> job = take();
            while (job != END) {
                if (job.begin()) {
                    together(job);
                }
                while (!again.isEmpty()) {
                    together(again.poll());
                }
                job = take();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        refuseAll(Trouble.UNAVAILABLE);
    }

    /** Does this one, and whoever waits by then, in one transaction. */
    private void together(Job<?> first) {
        try (var loan = engine.writing()) {
            var batch = new Batch(engine, loan, health, settings.together());
            try {
                if (fill(batch, first)) {
                    batch.commit();
                } else {
                    again.addAll(batch.done());
                }
            } catch (RuntimeException | Error defect) {
                loan.spoil();
                batch.done().forEach(job -> job.fail(defect));
                throw defect;
            }
        } catch (SQLException cannot) { // nobody's work has been done
            var trouble = engine.trouble(cannot);
            var told = trouble.isOfTheStatement() ? Trouble.UNAVAILABLE : trouble;
            health.failed(cannot);
            first.fail(told.exception());
            refuseAll(told);
        } catch (RuntimeException | Error defect) {
            first.fail(defect);
        }
    }

    /** Returns whether there is something to commit. */
    private boolean fill(Batch batch, Job<?> first) {
        Job<?> job = first;
        while (job != null) {
            if (!batch.add(job)) {
                return false;
            }
            job = !first.isAlone() && batch.hasRoom() ? next() : null;
        }
        return true;
    }

    /** The next one that waits for this transaction, if there is any. */
    private @Nullable Job<?> next() {
        if (!again.isEmpty()) {
            return again.poll();
        }
        while (ahead == null) {
            var job = queue.poll();
            if (job == null || job == END || job.isAlone()) {
                ahead = job;
                return null;
            }
            if (job.begin()) {
                return job;
            }
        }
        return null;
    }

    /** The next one, waiting for it. */
    private Job<?> take() throws InterruptedException {
        var job = ahead;
        ahead = null;
        return job == null ? queue.take() : job;
    }

    /** For each would wait as long in vain as the one before. */
    private void refuseAll(Trouble trouble) {
        again.forEach(job -> job.fail(trouble.exception()));
        again.clear();
        while (ahead != END && (ahead != null || !queue.isEmpty())) {
            var job = ahead == null ? queue.poll() : ahead;
            ahead = job == END ? END : null;
            if (job != null && job != END && job.begin()) {
                job.fail(trouble.exception());
            }
        }
    }

    /** Does what waits by now, and ends; or gives up after 30 s. */
    @Override
    public void close() {
        closed = true;
        try {
            if (queue.offer(END, TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.join(TO_END);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
