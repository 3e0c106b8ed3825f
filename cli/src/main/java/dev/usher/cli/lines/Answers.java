package dev.usher.cli.lines;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Prints answers as they come, which is in the order of their requests. To be used by one thread;
 * the answers may come on another one.
 */
final class Answers {
    /** How long an answer may take that need not come. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final PrintWriter out;
    private final Function<LineAnswer, String> text;
    private final Deque<CompletableFuture<Void>> awaited = new ArrayDeque<>();
    private volatile boolean anyError;

    /** How many requests need not have an answer. Those that have none seem to be the last ones. */
    private int silent;

    /**
     * Prints there.
     *
     * @param text what is printed of an answer, without the end of the line
     */
    Answers(PrintWriter out, Function<LineAnswer, String> text) {
        this.out = out;
        this.text = text;
    }

    /**
     * Prints the answer to this request too, when it comes.
     *
     * @throws IOException if another one did not come, why
     */
    void await(String request, CompletableFuture<String> answer) throws IOException {
        if (isSilent(request)) {
            silent++;
        }
        awaited.add(answer.thenAccept(this::print));
        while (awaited.size() > silent && awaited.element().isDone()) {
            join(awaited.remove());
        }
    }

    /** Prints what the server sends. */
    void print(String line) {
        var answer = LineAnswer.of(line);
        anyError |= answer.isError();
        out.print(text.apply(answer) + "\n");
        out.flush();
    }

    /**
     * Whether there need not be an answer: to nothing, or to a notification of JSON-RPC, or to
     * some. A server that knows nothing of these, such as an echo, answers them all the same.
     */
    static boolean isSilent(String request) {
        var value = JsonBrackets.isJson(request) ? LineAnswer.of(request).value() : null;
        if (value == null || !value.isArray()) {
            return request.isEmpty() || (value != null && isNotification(value));
        }
        return !value.isEmpty() && value.valueStream().allMatch(Answers::isNotification);
    }

    private static boolean isNotification(JsonNode value) {
        return value.has("jsonrpc") && value.has("method") && !value.has("id");
    }

    /**
     * Waits for those that have not come.
     *
     * @throws IOException if one does not come, why
     */
    void finish() throws IOException {
        while (awaited.size() > silent) {
            join(awaited.remove());
        }
    }

    /**
     * After {@link #finish}: waits for a moment for those that need not come.
     *
     * @throws IOException if the connection is lost meanwhile
     */
    void awaitRest() throws IOException, InterruptedException {
        var rest = CompletableFuture.allOf(awaited.toArray(CompletableFuture[]::new));
        try {
            rest.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException none) {
            // As it should be.
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException why) {
                throw why;
            }
            throw new IllegalStateException(failed);
        }
    }

    /** Whether any was an error. */
    boolean anyError() {
        return anyError;
    }

    private static void join(CompletableFuture<Void> answer) throws IOException {
        try {
            answer.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException why) {
                throw why;
            }
            throw failed;
        }
    }
}
