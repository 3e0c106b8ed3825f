package dev.usher.cli.lines;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Prints answers as they come, which is in the order of their requests. To be used by one thread;
 * the answers may come on another one.
 */
final class Answers {
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
     * Prints this one too, when it comes.
     *
     * @throws IOException if another one did not come, why
     */
    void await(CompletableFuture<String> answer) throws IOException {
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

    /** One request need not have an answer. */
    void expectOneLess() {
        silent++;
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

    /** Those that need not come. */
    CompletableFuture<Void> rest() {
        return CompletableFuture.allOf(awaited.toArray(CompletableFuture[]::new));
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
