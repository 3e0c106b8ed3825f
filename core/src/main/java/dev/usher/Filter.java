package dev.usher;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/**
 * Something around a service: a time limit, a limit of requests in flight, a log, a check of
 * rights. The first filter of a listener is the outermost.
 *
 * @param <I> the requests
 * @param <O> the answers
 */
@FunctionalInterface
public interface Filter<I, O> {

    /**
     * Answers the request, most often by {@code next.serve(request, call)}.
     *
     * @return the answer, or {@code null} when this request has none
     * @throws Exception as {@link Service#serve}
     */
    @Nullable O apply(I request, Call<O> call, Service<I, O> next) throws Exception;

    /** The service with this filter around it. */
    default Service<I, O> around(Service<I, O> service) {
        Objects.requireNonNull(service);
        return (request, call) -> apply(request, call, service);
    }

    /**
     * Gives each request at most this time, and never more than {@link Deadlines#service}.
     *
     * @throws IllegalArgumentException unless 1 ms to 365 days
     */
    static <I, O> Filter<I, O> deadline(Duration longest) {
        Limits.Ranges.check("deadline", longest, Duration.ofMillis(1), Duration.ofDays(365));
        return (request, call, next) -> {
            call.deadline(longest);
            return next.serve(request, call);
        };
    }

    /**
     * Lets at most {@code most} requests of all clients together into the service at once; others
     * are rejected at once with code {@code overloaded}.
     *
     * @throws IllegalArgumentException unless 1 to 10,000,000
     */
    static <I, O> Filter<I, O> inFlight(int most) {
        Limits.Ranges.check("inFlight", most, 1, 10_000_000);
        var places = new Semaphore(most);
        return (request, call, next) -> {
            if (!places.tryAcquire()) {
                throw FailureException.rejected("overloaded", most + " requests are in flight");
            }
            try {
                return next.serve(request, call);
            } finally {
                places.release();
            }
        };
    }
}
