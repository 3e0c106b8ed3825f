package dev.usher.client;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.LinkedBlockingDeque;

/**
 * Connections that somebody had alone, for the next one who wants that. Safe for use by many
 * threads. The connections stay their client's, which closes them in the end.
 */
final class Spares<Q, A> {
    private final LinkedBlockingDeque<Session<Q, A>> kept;

    /** At most so many. */
    Spares(int most) {
        kept = new LinkedBlockingDeque<>(most);
    }

    /** The one that was used last, as it is most likely to be still of use. */
    @Nullable Session<Q, A> take() {
        for (var next = kept.pollFirst(); next != null; next = kept.pollFirst()) {
            if (next.isOpen()) {
                return next;
            }
        }
        return null;
    }

    /** Takes this one, or closes it if there are enough. */
    void keep(Session<Q, A> session) {
        kept.removeIf(spare -> !spare.isOpen());
        if (!session.isOpen() || !kept.offerFirst(session)) {
            session.close();
        }
    }
}
