package dev.usher.transport;

/**
 * A loop on a platform thread that is the scheduler of its clients' virtual threads ({@link
 * CarrierLane}): what such a thread does until it waits again is a turn.
 */
final class CarrierLoop extends Loop {
    private final String name;

    /** Starts it. */
    CarrierLoop(String name, Sockets sockets) {
        super(sockets);
        this.name = name;
        start(this::run);
    }

    @Override
    void start(Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }

    @Override
    void look() {
        select();
    }

    @Override
    LoopLane lane() {
        return new CarrierLane(this);
    }
}
