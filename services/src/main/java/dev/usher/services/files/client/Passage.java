package dev.usher.services.files.client;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The bytes of one file on their way: they pass on a thread of the connection, while whoever wants
 * them to pass waits on its own, and is told what fails on this side.
 */
final class Passage {
    private final CountDownLatch done = new CountDownLatch(1);

    /** Whether they have begun to pass, or never will. */
    private final AtomicBoolean decided = new AtomicBoolean();

    private boolean over;
    private @Nullable Throwable failure;

    /** What is done with the bytes. */
    @FunctionalInterface
    interface Steps {
        void take() throws IOException;
    }

    /** Something that the connection does. */
    @FunctionalInterface
    interface Transport<T> {
        T move() throws IOException;
    }

    /** That failed, which is the connection's matter. */
    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        private final IOException why;

        Broken(IOException why) {
            super(why);
            this.why = why;
        }
    }

    /** Has the bytes pass, unless nobody waits any more. On the connection's thread. */
    void pass(Steps steps) throws IOException {
        if (!decided.compareAndSet(false, true)) {
            throw gone();
        }
        take(steps);
    }

    private synchronized void take(Steps steps) throws IOException {
        if (over) {
            throw gone();
        }
        try {
            steps.take();
            done.countDown();
        } catch (Broken connection) {
            throw connection.why;
        } catch (IOException | RuntimeException | Error here) {
            failure = here;
            throw here;
        }
    }

    private static IOException gone() {
        return new IOException("nobody waits for it any more");
    }

    /** Has them not pass at all, if they have not begun; whether that is so. */
    boolean cancel() {
        return decided.compareAndSet(false, true);
    }

    /** Takes a step that is the connection's, within the others. */
    static <T> T over(Transport<T> transport) throws IOException {
        try {
            return transport.move();
        } catch (IOException failed) {
            throw new Broken(failed);
        }
    }

    /** Waits until all have passed; whether they have. */
    boolean isDoneWithin(Duration longest) throws InterruptedException {
        return done.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Ends it: nothing is read or written here from now on. Waits for the step that is being taken;
     * so the connection must be closed before.
     *
     * @throws IOException what failed here, if anything did
     */
    synchronized void end() throws IOException {
        over = true;
        switch (failure) {
            case null -> {}
            case IOException failed -> throw failed;
            case RuntimeException defect -> throw defect;
            case Error error -> throw error;
            default -> throw new IOException(failure);
        }
    }
}
