package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/**
 * Virtual threads on a scheduler of our own, which the JDK keeps to itself (as of 25): it has to be
 * opened for that, by {@code --add-opens java.base/java.lang=…}.
 */
final class Scheduling {
    private static final @Nullable Constructor<?> BUILDER = builder();
    private static final @Nullable Executor DEFAULT = defaultScheduler();

    private static final @Nullable MethodHandle CARRIER = carrierMethod();

    private Scheduling() {}

    private static @Nullable Constructor<?> builder() {
        try {
            var builder =
                    Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                            .getDeclaredConstructor(Executor.class);
            builder.setAccessible(true);
            return builder;
        } catch (ReflectiveOperationException | RuntimeException notGranted) {
            return null;
        }
    }

    private static @Nullable Executor defaultScheduler() {
        try {
            var scheduler =
                    Class.forName("java.lang.VirtualThread").getDeclaredMethod("defaultScheduler");
            scheduler.setAccessible(true);
            return (Executor) scheduler.invoke(null);
        } catch (ReflectiveOperationException | RuntimeException notGranted) {
            return null;
        }
    }

    private static @Nullable MethodHandle carrierMethod() {
        try {
            var carrier = Thread.class.getDeclaredMethod("currentCarrierThread");
            carrier.setAccessible(true);
            return MethodHandles.lookup().unreflect(carrier);
        } catch (ReflectiveOperationException | RuntimeException notGranted) {
            return null;
        }
    }

    /** Whether this JVM lets us. */
    static boolean isGranted() {
        return BUILDER != null && DEFAULT != null && CARRIER != null;
    }

    /** The platform thread that runs the calling one. */
    static Thread carrier() {
        if (CARRIER == null) {
            throw notGranted();
        }
        try {
            return (Thread) CARRIER.invokeExact();
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Builds virtual threads that this scheduler runs, on platform threads. */
    static Thread.Builder.OfVirtual threads(Executor scheduler) {
        if (BUILDER == null) {
            throw notGranted();
        }
        try {
            return (Thread.Builder.OfVirtual) BUILDER.newInstance(scheduler);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The JDK's own scheduler. */
    static Executor standard() {
        if (DEFAULT == null) {
            throw notGranted();
        }
        return DEFAULT;
    }

    private static IllegalStateException notGranted() {
        return new IllegalStateException(
                "this engine needs --add-opens java.base/java.lang=ALL-UNNAMED");
    }
}
