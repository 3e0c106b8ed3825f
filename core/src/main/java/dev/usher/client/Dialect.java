package dev.usher.client;

import dev.usher.Protocol;
import dev.usher.protocol.Lines;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a client knows of a protocol besides its bytes: which messages are answers and to what, how
 * the server says no, and what may be asked twice. An immutable value; each method returns a
 * changed copy. Its functions are called by many threads.
 *
 * @param protocol reads answers and writes requests; of the server's, the same if both ways are
 *     spoken alike, as lines are
 * @param pushes tells messages that answer nothing
 * @param refusals tells how a message says no; gives {@code null} if it does not
 * @param keys tells answers and their requests apart; {@code null} if answers come in the order of
 *     the requests
 * @param repeatable tells requests that may be done twice, so that they are sent again when it is
 *     not known whether they were done
 * @param <Q> the requests
 * @param <A> the answers
 */
public record Dialect<Q, A>(
        Protocol<A, Q> protocol,
        Predicate<? super A> pushes,
        Function<? super A, @Nullable Refusal> refusals,
        @Nullable Keys<Q, A> keys,
        Predicate<? super Q> repeatable) {

    /**
     * Which answer is to which request.
     *
     * @param request the key of a request, which no other in flight may have
     * @param answer the key of the request that a message answers; {@code null} if it answers none
     * @param <Q> the requests
     * @param <A> the answers
     */
    public record Keys<Q, A>(
            Function<? super Q, Object> request, Function<? super A, @Nullable Object> answer) {
        /** Checks that nothing is missing. */
        public Keys {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(answer, "answer");
        }
    }

    /** Checks that nothing is missing. */
    public Dialect {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(pushes, "pushes");
        Objects.requireNonNull(refusals, "refusals");
        Objects.requireNonNull(repeatable, "repeatable");
    }

    /**
     * A protocol in which the server answers in order, pushes nothing, says no in no way that a
     * client could tell, and no request may be done twice.
     *
     * @param <Q> the requests
     * @param <A> the answers
     */
    public static <Q, A> Dialect<Q, A> of(Protocol<A, Q> protocol) {
        return new Dialect<>(protocol, answer -> false, answer -> null, null, request -> false);
    }

    /**
     * Lines of text with the words that {@link Lines#line} has for failures: {@code BUSY
     * retry-after=2 …} and {@code ERROR code message}.
     */
    public static Dialect<String, String> lines() {
        return of(Lines.utf8()).refusals(LineRefusals::of);
    }

    /**
     * This dialect with messages that answer nothing, and are for the client's listener. Without
     * this, such a message is one that comes while no answer is awaited.
     */
    public Dialect<Q, A> pushes(Predicate<? super A> pushes) {
        return new Dialect<>(protocol, pushes, refusals, keys, repeatable);
    }

    /** This dialect with another way to say no. */
    public Dialect<Q, A> refusals(Function<? super A, @Nullable Refusal> refusals) {
        return new Dialect<>(protocol, pushes, refusals, keys, repeatable);
    }

    /** This dialect with answers in any order. */
    public Dialect<Q, A> keys(
            Function<? super Q, Object> request, Function<? super A, @Nullable Object> answer) {
        return new Dialect<>(protocol, pushes, refusals, new Keys<>(request, answer), repeatable);
    }

    /** This dialect with other requests that may be done twice. */
    public Dialect<Q, A> repeatable(Predicate<? super Q> repeatable) {
        return new Dialect<>(protocol, pushes, refusals, keys, repeatable);
    }
}
