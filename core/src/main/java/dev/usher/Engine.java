package dev.usher;

import dev.usher.transport.Scheduling;

import java.util.Locale;

/**
 * What runs the threads of a server's clients. Handlers do not notice: they are on virtual threads,
 * and may block.
 */
public enum Engine {
    /**
     * The JDK's scheduler of virtual threads runs them, and the loops that watch the sockets. A
     * client of a sequential service has a thread of its own on demand: the loop answers its
     * requests until one has to wait, and then leaves its thread to that client. (A service that
     * waits is noticed after 2 to 10 ms; its listener's clients then have threads of their own for
     * a while.) Needs nothing.
     */
    PORTABLE,

    /**
     * The thread of each loop runs the clients whose sockets it watches, so that a request needs no
     * hand-over between threads. A handler that holds such a thread, because it computes or reads a
     * file, loses it after some 10 ms: another thread goes on with the loop, and the clients of
     * that listener run on the JDK's scheduler for a while. Virtual threads that handlers start are
     * run where they are. There is one loop for every two processors, or as many as the system
     * property {@code usher.engine.loops} says. Needs {@code --add-opens
     * java.base/java.lang=ALL-UNNAMED}, or {@code =dev.usher} on a module path.
     */
    CARRIER;

    /** The name of the system property that chooses an engine. */
    public static final String PROPERTY = "usher.engine";

    /**
     * The engine that suits programs which this JVM has granted what they need: what the system
     * property says, if it is set; else the carrier engine, if it is available.
     *
     * @throws IllegalArgumentException as {@link #configured}
     */
    public static Engine best() {
        return System.getProperty(PROPERTY) == null && CARRIER.isAvailable()
                ? CARRIER
                : configured();
    }

    /** Whether this JVM grants what it needs. */
    public boolean isAvailable() {
        return this == PORTABLE || Scheduling.isGranted();
    }

    /**
     * The engine of servers that are not given one: what the system property {@value #PROPERTY}
     * says, {@code portable} or {@code carrier}; else the portable one.
     *
     * @throws IllegalArgumentException if the property says something else
     */
    public static Engine configured() {
        var name = System.getProperty(PROPERTY, "portable");
        for (var engine : values()) {
            if (engine.toString().equals(name)) {
                return engine;
            }
        }
        throw new IllegalArgumentException(
                "-D%s=%s: there is portable and carrier".formatted(PROPERTY, name));
    }

    /** Its name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
