package dev.usher.cli.terminal;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The operator's signals while this is open: SIGTERM, Ctrl-C and SIGHUP, requests to stop. The
 * JDK's shutdown hooks would not do: they hear of the first signal only, and cannot make the exit
 * code 0.
 */
public final class StopSignals implements AutoCloseable {
    private final Semaphore received = new Semaphore(0);
    private final Map<String, Object> before = new HashMap<>();

    public StopSignals() {
        for (var name : new String[] {"TERM", "INT", "HUP"}) {
            before.put(name, handle(name, handler(received::release)));
        }
    }

    /** From now on, a SIGHUP does this, on a thread of its own, and is no request to stop. */
    public void onHangUp(Runnable action) {
        handle("HUP", handler(action));
    }

    /** Waits for the next one; each is handed out once. */
    public void await() {
        received.acquireUninterruptibly();
    }

    /** From here on, a signal ends the process again. */
    @Override
    public void close() {
        before.forEach(StopSignals::handle);
    }

    // sun.misc.Signal is the one way to a signal, and reached by reflection because javac warns of
    // each mention of it, which cannot be suppressed.

    /** Gives the signal another handler. Returns the one before. */
    private static Object handle(String name, Object handler) {
        try {
            var type = Class.forName("sun.misc.Signal");
            var signal = type.getConstructor(String.class).newInstance(name);
            return type.getMethod("handle", type, handlerType()).invoke(null, signal, handler);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this JDK does not hand over signals", missing);
        }
    }

    private static Object handler(Runnable action) {
        return Proxy.newProxyInstance(
                handlerType().getClassLoader(),
                new Class<?>[] {handlerType()},
                (_, _, _) -> {
                    action.run();
                    return null;
                });
    }

    private static Class<?> handlerType() {
        try {
            return Class.forName("sun.misc.SignalHandler");
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("this JDK does not hand over signals", missing);
        }
    }
}
