package dev.usher.testkit;

import dev.usher.Event;
import dev.usher.Listener;
import dev.usher.TimeSource;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The threads of servers: every thread that comes by where a server calls what it was given, a
 * clock or a consumer of events. A client's thread does, at the latest before it waits.
 *
 * <p>The JDK shows all virtual threads in a thread dump, and only there. But on JDK 25 a dump can
 * crash the whole JVM if it meets a thread that is just being mounted (JDK-8364343); {@link
 * Thread#getStackTrace} cannot.
 */
final class ServerThreads {
    private static final String PREFIX = "usher-";
    private static final int MANY = 1_000;

    private final Set<Thread> seen = ConcurrentHashMap.newKeySet();

    /** This listener, whose threads are seen from now on. */
    Listener watch(Listener listener) {
        return listener.events(this::see);
    }

    /** This clock; the threads that look at it are seen. */
    TimeSource watch(TimeSource time) {
        return () -> {
            see();
            return time.nanos();
        };
    }

    private void see(Event event) {
        see();
    }

    private void see() {
        var thread = Thread.currentThread();
        if (thread.getName().startsWith(PREFIX) && seen.add(thread) && seen.size() % MANY == 0) {
            seen.removeIf(other -> !other.isAlive());
        }
    }

    /** Those that still live, each with its stack. */
    List<String> alive() {
        return seen.stream().filter(Thread::isAlive).map(ServerThreads::describe).toList();
    }

    private static String describe(Thread thread) {
        var stack = Arrays.stream(thread.getStackTrace()).map(frame -> "\n    at " + frame);
        return "thread " + thread.getName() + stack.collect(Collectors.joining());
    }
}
