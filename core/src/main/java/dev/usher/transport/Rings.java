package dev.usher.transport;

import dev.usher.transport.uring.Ring;

import java.io.IOException;

/** Whether there are rings for us. */
final class Rings {
    /** Asked once, and only if somebody wants to know. */
    private static final boolean GRANTED =
            Scheduling.isGranted()
                    && Descriptors.isGranted()
                    && Rings.class.getModule().isNativeAccessEnabled()
                    && isLinux()
                    && opens();

    private Rings() {}

    /** Whether this system, and this JVM, lets us. */
    static boolean areGranted() {
        return GRANTED;
    }

    /** On a machine with the numbers of calls and errors that we know. */
    private static boolean isLinux() {
        var machine = System.getProperty("os.arch");
        return System.getProperty("os.name").equals("Linux")
                && (machine.equals("amd64") || machine.equals("aarch64"));
    }

    private static boolean opens() {
        try (var ring = Ring.open();
                var spare = Ring.open()) {
            ring.enable();
            spare.free();
            ring.free();
            return true;
        } catch (IOException | RuntimeException | LinkageError notGranted) {
            return false;
        }
    }
}
