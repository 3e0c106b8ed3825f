package dev.usher.transport;

/**
 * A loop on a platform thread that is the scheduler of its clients' virtual threads ({@link
 * CarrierLane}): what such a thread does until it waits again is a turn.
 */
final class CarrierLoop extends Loop {
    /** Starts it. */
    CarrierLoop(String name, Sockets sockets, boolean helped) {
        super(name, sockets, helped);
        start(this::run);
    }

    @Override
    Thread.Builder threads() {
        return Thread.ofPlatform().daemon();
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
