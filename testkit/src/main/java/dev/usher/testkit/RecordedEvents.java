package dev.usher.testkit;

import dev.usher.Event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everything that servers told during a test, in the order in which it was told.
 *
 * <pre>{@code
 * var closed = servers.events().await(Event.Closed.class);
 * assertEquals(CloseReason.CLIENT_CLOSED, closed.reason());
 * }</pre>
 *
 * <p>What is awaited may have happened already. Safe for use by many threads.
 */
public final class RecordedEvents implements Consumer<Event> {
    private static final int SHOWN = 100;

    private final Duration longest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<Event> events = new ArrayList<>();

    /**
     * An empty record, for {@link dev.usher.Listener#events}; a {@link ServerExtension} has one.
     *
     * @param longest how long each {@code await} waits
     */
    public RecordedEvents(Duration longest) {
        this.longest = longest;
    }

    /** Records an event. */
    @Override
    public void accept(Event event) {
        lock.lock();
        try {
            events.add(event);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What was told so far. */
    public List<Event> all() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** What was told so far of this kind. */
    public <E extends Event> List<E> of(Class<E> kind) {
        return of(kind, event -> true);
    }

    /** What was told so far of this kind, and matches. */
    public <E extends Event> List<E> of(Class<E> kind, Predicate<? super E> matching) {
        return all().stream().filter(kind::isInstance).map(kind::cast).filter(matching).toList();
    }

    /**
     * Waits for an event of this kind.
     *
     * @return the first
     * @throws AssertionError with all events that were told, if there is none in time
     */
    public <E extends Event> E await(Class<E> kind) {
        return await(kind, event -> true);
    }

    /**
     * Waits for an event of this kind in the life of this client.
     *
     * <pre>{@code
     * assertEquals(CloseReason.IDLE, events.await(Event.Closed.class, client).reason());
     * }</pre>
     *
     * @return the first
     * @throws AssertionError with all events that were told, if there is none in time
     */
    public <E extends Event.OfClient> E await(Class<E> kind, TestClient client) {
        return await(kind, event -> client.is(event.peer()));
    }

    /**
     * Waits for an event of this kind that matches.
     *
     * <pre>{@code
     * events.await(Event.Running.class, running -> running.waited().isPositive());
     * }</pre>
     *
     * @return the first
     * @throws AssertionError with all events that were told, if there is none in time
     */
    public <E extends Event> E await(Class<E> kind, Predicate<? super E> matching) {
        return await(1, kind, matching).getFirst();
    }

    /**
     * Waits until there are so many events of this kind.
     *
     * @return the first so many
     * @throws AssertionError with all events that were told, if there are fewer in time
     */
    public <E extends Event> List<E> await(int count, Class<E> kind) {
        return await(count, kind, event -> true);
    }

    /**
     * Waits until there are so many events of this kind that match.
     *
     * @return the first so many
     * @throws AssertionError with all events that were told, if there are fewer in time
     */
    public <E extends Event> List<E> await(
            int count, Class<E> kind, Predicate<? super E> matching) {
        long deadline = System.nanoTime() + longest.toNanos();
        var found = new ArrayList<E>(count);
        for (int heard = 0; found.size() < count; ) {
            var news = awaitMoreThan(heard, deadline);
            if (news.isEmpty()) {
                throw missing(count, kind.getSimpleName(), found.size());
            }
            heard += news.size();
            news.stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .filter(matching)
                    .limit(count - found.size())
                    .forEach(found::add);
        }
        return found;
    }

    /** The events after the first so many, at least one; none when it is too late. */
    private List<Event> awaitMoreThan(int heard, long deadline) {
        lock.lock();
        try {
            long left = deadline - System.nanoTime();
            while (events.size() == heard && left > 0) {
                left = more.awaitNanos(left);
            }
            return List.copyOf(events.subList(heard, events.size()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private AssertionError missing(int count, String kind, int found) {
        return new AssertionError(
                "awaited "
                        + count
                        + " "
                        + kind
                        + " that match, for "
                        + longest
                        + ", and heard of "
                        + found
                        + " among\n"
                        + this);
    }

    /** One event to a line; of very many, the last. */
    @Override
    public String toString() {
        var told = all();
        int hidden = Math.max(0, told.size() - SHOWN);
        return told.stream()
                .skip(hidden)
                .map(event -> "    " + event)
                .collect(
                        Collectors.joining(
                                "\n", hidden > 0 ? "    (" + hidden + " earlier)\n" : "", ""));
    }
}
