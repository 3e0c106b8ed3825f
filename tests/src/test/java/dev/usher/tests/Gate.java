package dev.usher.tests;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Where services are held up until the test lets them all go. */
final class Gate {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();

    /** Waits until the gate opens, or until it is interrupted. */
    void hold() throws InterruptedException {
        held.incrementAndGet();
        try {
            opened.await();
        } finally {
            held.decrementAndGet();
        }
    }

    /** Waits until the gate opens, whoever interrupts. */
    void holdStubbornly() {
        boolean over = false;
        while (!over) {
            try {
                hold();
                over = true;
            } catch (InterruptedException ignored) {
                over = opened.getCount() == 0;
            }
        }
    }

    /** How many are held up. */
    int held() {
        return held.get();
    }

    void open() {
        opened.countDown();
    }
}
