package dev.usher;

import dev.usher.transport.Loops;

import java.util.Locale;

/**
 * What runs the threads of a server's clients. Handlers do not notice: they may block, and are on
 * virtual threads, but for some long requests of sequential services on the portable engine.
 */
public enum Engine {
    /**
     * The JDK's scheduler of virtual threads runs them, and the loops that watch the sockets. A
     * client of a sequential service has a thread of its own on demand: the loop answers its
     * requests until one has to wait, and then leaves its thread to that client. (A service that
     * waits is noticed after 2 to 10 ms; its listener's clients then have threads of their own for
     * a while.) Long requests are left to a platform thread while others wait. Needs nothing.
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
    CARRIER,

    /**
     * As {@link #CARRIER}; and the loops read and write by way of Linux' io_uring, so that one
     * system call serves many clients. What a client is sent leaves at the end of its turn or
     * within some 50 µs after, once the turns that are running by then are done. Needs Linux 6.12
     * or newer on x86-64 or 64-bit ARM, which must allow io_uring to this process (containers often
     * do not), and 220 KB of locked memory ({@code ulimit -l}) for each loop: one that does not get
     * that reads and writes as on the carrier engine. Besides what the carrier engine needs, {@code
     * --add-opens java.base/sun.nio.ch=ALL-UNNAMED} and {@code --enable-native-access=ALL-UNNAMED},
     * or the same for {@code dev.usher} on a module path.
     */
    URING;

    /** The name of the system property that chooses an engine. */
    public static final String PROPERTY = "usher.engine";

    /**
     * The engine that suits programs which this JVM has granted what they need: what the system
     * property says, if it is set; else the last of these that is available.
     *
     * @throws IllegalArgumentException as {@link #configured}
     */
    public static Engine best() {
        if (System.getProperty(PROPERTY) != null) {
            return configured();
        }
        return URING.isAvailable() ? URING : CARRIER.isAvailable() ? CARRIER : PORTABLE;
    }

    /** Whether this system, and this JVM, grants what it needs. */
    public boolean isAvailable() {
        return Loops.isAvailable(this);
    }

    /** What it needs of the system and of the command that starts this JVM, in words. */
    public String requirements() {
        var scheduler = "--add-opens java.base/java.lang=ALL-UNNAMED";
        return switch (this) {
            case PORTABLE -> "nothing";
            case CARRIER -> scheduler;
            case URING ->
                    "Linux 6.12 or newer that allows io_uring,"
                            + " 220 KB of locked memory (ulimit -l), "
                            + scheduler
                            + ", --add-opens java.base/sun.nio.ch=ALL-UNNAMED"
                            + " and --enable-native-access=ALL-UNNAMED";
        };
    }

    /**
     * The engine of servers that are not given one: what the system property {@value #PROPERTY}
     * says, {@code portable}, {@code carrier} or {@code uring}; else the portable one.
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
                "-D%s=%s: there is portable, carrier and uring".formatted(PROPERTY, name));
    }

    /** Its name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
