package dev.usher.services.telemetry;

import dev.usher.Outbox;
import dev.usher.Outbox.WhenFull;
import dev.usher.commands.Answer;
import dev.usher.commands.Speech;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The readings that one client has yet to be sent: so many, and no more. When it takes them too
 * slowly the oldest are left out, and it is told how many where they would have been.
 *
 * <p>They are made lines when they are written, by the outbox's writer; only one message for all
 * that is here is in the outbox at a time. Safe for use by many threads, none of which waits for
 * the client.
 */
final class Watcher {
    /** The most readings that wait for one client. */
    static final int MOST_READINGS = 4_096;

    /** The most characters of readings that wait for one client. */
    static final int MOST_CHARACTERS = 1 << 20;

    /** The most lines in one message: others to this client have their turn between them. */
    private static final int MOST_AT_ONCE = 256;

    private final Speech speech;
    private final Outbox<Answer> outbox;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<News> waiting = new ArrayDeque<>();
    private int characters;
    private long lost;

    /** Whether the outbox has a message that will write what is waiting. */
    private boolean announced;

    /** A client that is spoken to like this. */
    Watcher(Speech speech, Outbox<Answer> outbox) {
        this.speech = speech;
        this.outbox = outbox;
    }

    /** Sends this as soon as the client takes it. */
    void tell(Iterable<News> news) {
        boolean first;
        lock.lock();
        try {
            news.forEach(this::add);
            first = !announced;
            announced = true;
        } finally {
            lock.unlock();
        }
        if (first) {
            announce();
        }
    }

    /** If the outbox does not take it, it is full of answers, or the client is gone. */
    private void announce() {
        if (!outbox.send(Answer.lines(new Lines()), WhenFull.DROP_OLDEST)) {
            lock.lock();
            try {
                announced = false;
            } finally {
                lock.unlock();
            }
        }
    }

    /** The lines of one message. */
    private final class Lines implements Supplier<@Nullable Answer> {
        private int written;

        @Override
        public @Nullable Answer get() {
            if (written == MOST_AT_ONCE) {
                announce();
                return null;
            }
            written++;
            return next();
        }
    }

    private void add(News news) {
        waiting.add(news);
        characters += news.length();
        while (waiting.size() > MOST_READINGS || characters > MOST_CHARACTERS) {
            characters -= waiting.remove().length();
            lost++;
        }
    }

    /** The next line to write; {@code null} if there is none now. */
    private @Nullable Answer next() {
        News news;
        lock.lock();
        try {
            if (lost > 0) {
                var notice = speech.notice(new Notices.Lost(lost));
                lost = 0;
                return notice;
            }
            news = waiting.poll();
            if (news == null) {
                announced = false;
                return null;
            }
            characters -= news.length();
        } finally {
            lock.unlock();
        }
        return news.in(speech);
    }
}
