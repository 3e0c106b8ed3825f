package dev.usher.services.counter;

import dev.usher.Call;
import dev.usher.FailureException;
import dev.usher.Listener;
import dev.usher.Peer;
import dev.usher.Pipeline;
import dev.usher.commands.Answer;
import dev.usher.commands.Commands;
import dev.usher.commands.Reply;
import dev.usher.protocol.Unframed;
import dev.usher.services.python.PythonInteger;
import dev.usher.services.python.PythonText;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Counts up from a number: {@code 2 10} is 12. The increments of a request run as tasks at the same
 * time, on a few threads for all clients of all its listeners; the connection takes more requests
 * meanwhile, and answers in their order. What is being counted for a client that vanishes is given
 * up; one that only has closed its side still has its answers.
 *
 * <p>It speaks lines, by commands, and {@linkplain Unframed unframed}, where {@code STOP} closes.
 * Numbers have up to 4,300 digits, and there are up to 1,000,000 repetitions; no repetitions, or
 * fewer, leave the number as it is.
 *
 * <p>Owns threads: close it after the server that it serves.
 */
public final class Counter implements AutoCloseable {
    private static final Commands<CounterRequest> COMMANDS = Commands.of(CounterRequest.class);

    /** A client is served several requests at once; further ones wait to be read. */
    private static final Pipeline REQUESTS = Pipeline.ordered(16);

    private static final List<String> STOP = List.of("STOP");

    private final Crew crew = Crew.ofProcessors();
    private final Effort effort;

    /** A counter that counts as fast as it can. */
    public Counter() {
        this(0);
    }

    /**
     * A counter that works for it.
     *
     * @param work how many numbers are added up for each increment; 0 to 1,000,000,000, which take
     *     about a second
     * @throws IllegalArgumentException if it is out of range
     */
    public Counter(long work) {
        effort = new Effort(work);
    }

    /** This listener with a counter on it that speaks lines. */
    public Listener on(Listener listener) {
        return listener.pipeline(REQUESTS)
                .serve(COMMANDS.protocol(), COMMANDS.serving(this::answer));
    }

    private Reply answer(CounterRequest request, Call<Answer> call) throws Exception {
        return switch (request) {
            case CounterRequest.Count count -> {
                var result = count(count.job(), Witness.NONE, call);
                yield Reply.line(printed(result), result);
            }
        };
    }

    /** This listener with a counter on it that speaks unframed. */
    public Listener unframed(Listener listener) {
        return speakUnframed(listener, peer -> Witness.NONE);
    }

    /**
     * This listener with a counter on it that speaks unframed, telling what happens.
     *
     * @param console takes whole lines, without their ends, from many threads; has those about a
     *     request before the client has its answer
     */
    public Listener unframed(Listener listener, Consumer<String> console) {
        var telling = new CounterConsole(console);
        return speakUnframed(listener.events(telling), telling::witness);
    }

    private Listener speakUnframed(Listener listener, Function<Peer, Witness> witnesses) {
        return listener.pipeline(REQUESTS)
                .serve(
                        Unframed.bytes(),
                        (data, call) ->
                                answer(data, call, witnesses.apply(call.connection().peer())));
    }

    private byte @Nullable [] answer(byte[] data, Call<byte[]> call, Witness witness)
            throws Exception {
        // What is not UTF-8 becomes a character that is in no number.
        var words = PythonText.split(new String(data, StandardCharsets.UTF_8));
        if (words.equals(STOP)) {
            call.hangUp();
            return null;
        }
        var result = printed(count(job(words), witness, call));
        witness.sent(result);
        return result.getBytes(StandardCharsets.US_ASCII);
    }

    private static Job job(List<String> words) throws FailureException {
        try {
            return Job.of(words);
        } catch (IllegalArgumentException wrong) {
            throw invalid(wrong);
        }
    }

    private BigInteger count(Job job, Witness witness, Call<?> call) throws InterruptedException {
        return new Counting(job, effort, witness, call::isCancelled).result(crew);
    }

    private static String printed(BigInteger result) throws FailureException {
        try {
            return PythonInteger.print(result);
        } catch (ArithmeticException tooLong) {
            throw invalid(tooLong);
        }
    }

    private static FailureException invalid(RuntimeException why) {
        return FailureException.rejected("invalid", String.valueOf(why.getMessage()));
    }

    /** How many tasks are counting now, for all clients. */
    public int tasks() {
        return crew.tasks();
    }

    /** Lets the tasks end that are counting, and the threads after them. */
    @Override
    public void close() {
        crew.close();
    }
}
