package dev.usher.tests;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Where services are held up until the test lets them all go. */
final class Gate {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger interrupts = new AtomicInteger();

    /** Waits until the gate opens, or until it is interrupted. */
    void hold() throws InterruptedException {
        held.incrementAndGet();
        try {
            opened.await();
        } catch (InterruptedException stop) {
            interrupts.incrementAndGet();
            throw stop;
        } finally {
            held.decrementAndGet();
        }
    }

    /** Waits until the gate opens, whoever interrupts. */
    void holdStubbornly() {
        held.incrementAndGet();
        while (opened.getCount() > 0) {
            try {
                opened.await();
            } catch (InterruptedException ignored) {
                interrupts.incrementAndGet();
            }
        }
        held.decrementAndGet();
    }

    /** How many interrupts came. */
    int interrupts() {
        return interrupts.get();
    }

    /** How many are held up. */
    int held() {
        return held.get();
    }

    void open() {
        opened.countDown();
    }
}
