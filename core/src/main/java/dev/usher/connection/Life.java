package dev.usher.connection;

import java.util.concurrent.atomic.AtomicReference;

/**
 * How far a client has come. Its turn, its refusal and its end may come at the same time, from
 * different threads; here it is decided which was first. Safe for use by many threads.
 */
final class Life {
    /** How far. */
    enum Stage {
        /** It has arrived, and perhaps waits. */
        ARRIVED,
        /** Its turn has come; that is being told. */
        STARTING,
        /** It has a thread. */
        RUNNING,
        /** It was refused, or gave up. */
        TURNED_AWAY,
        /** It has ended before it ran. */
        GONE
    }

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.ARRIVED);

    /** Its turn has come; false if it is not there any more. */
    boolean start() {
        return stage.compareAndSet(Stage.ARRIVED, Stage.STARTING);
    }

    /** Its turn has been told; false if it has ended meanwhile, which is to be told next. */
    boolean run() {
        return stage.compareAndSet(Stage.STARTING, Stage.RUNNING);
    }

    /** It gets no turn. */
    void turnAway() {
        stage.compareAndSet(Stage.ARRIVED, Stage.TURNED_AWAY);
    }

    /** It ends; how far it had come. */
    Stage end() {
        return stage.getAndUpdate(
                now -> now == Stage.RUNNING || now == Stage.TURNED_AWAY ? now : Stage.GONE);
    }

    /** Whether it has, or has had, a thread. */
    boolean hasRun() {
        return stage.get() == Stage.RUNNING;
    }
}
