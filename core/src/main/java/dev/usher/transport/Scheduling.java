package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/**
 * Virtual threads on a scheduler of our own, which the JDK keeps to itself (as of 25): it has to be
 * opened for that, by {@code --add-opens java.base/java.lang=…}.
 */
public final class Scheduling {
    private static final @Nullable Constructor<?> BUILDER = builder();
    private static final @Nullable Executor DEFAULT = defaultScheduler();

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

    /** Whether this JVM lets us. */
    public static boolean isGranted() {
        return BUILDER != null && DEFAULT != null;
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
