package dev.usher.transport;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.SocketChannel;

/**
 * The system's numbers of open sockets, which the JDK keeps to itself: it has to be opened for
 * that, by {@code --add-opens java.base/sun.nio.ch=…}.
 */
final class Descriptors {
    private static final @Nullable MethodHandle NUMBER = number();

    private Descriptors() {}

    private static @Nullable MethodHandle number() {
        try {
            var number = Class.forName("sun.nio.ch.SelChImpl").getDeclaredMethod("getFDVal");
            number.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflect(number)
                    .asType(MethodType.methodType(int.class, SocketChannel.class));
        } catch (ReflectiveOperationException | RuntimeException notGranted) {
            return null;
        }
    }

    /** Whether this JVM lets us. */
    static boolean isGranted() {
        return NUMBER != null;
    }

    /** A socket's number, as long as it is open. */
    static int of(SocketChannel socket) {
        if (NUMBER == null) {
            throw new IllegalStateException(
                    "this engine needs --add-opens java.base/sun.nio.ch=ALL-UNNAMED");
        }
        try {
            return (int) NUMBER.invokeExact(socket);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
