package dev.usher.commands;

import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.protocol.Lines;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One line each way. Knows which dialect the client speaks, from the line it reads or read last.
 */
final class LineCodec<R> implements Codec<Request<R>, Answer> {
    private final Grammar<R> grammar;

    /** {@code null} while that cannot be known. Written by the reader, read by the writer. */
    private volatile @Nullable Dialect dialect;

    LineCodec(Grammar<R> grammar) {
        this.grammar = grammar;
    }

    @Override
    public @Nullable Request<R> read(Input input) throws IOException {
        // Before the line is whole: it may turn out too long, late or cut short.
        glance(input.peek());
        var line = Lines.readUtf8(input);
        if (line == null) {
            return null;
        }
        int start = Words.skipBlanks(line, 0);
        if (start > 0 && start < line.length()) {
            glance(line.charAt(start));
        }
        return grammar.read(line);
    }

    private void glance(int first) {
        switch (first) {
            case '\r', '\n', -1 -> {} // an empty line, or the end
            case ' ', '\t' -> dialect = null;
            default -> dialect = dialectOf(first);
        }
    }

    private static Dialect dialectOf(int first) {
        return first == '{' || first == '[' ? Dialect.JSON_RPC : Dialect.TEXT;
    }

    private static Dialect dialectOf(ByteBuffer unread) {
        for (int i = unread.position(); i < unread.limit(); i++) {
            int character = unread.get(i);
            if (!Words.isBlank(character) && character != '\r' && character != '\n') {
                return dialectOf(character);
            }
        }
        return Dialect.TEXT;
    }

    @Override
    public void write(Output output, Answer answer) throws IOException {
        answer.writeTo(output);
    }

    @Override
    public boolean exclusive(Request<R> request) {
        return request instanceof Single<R> single && single.exclusive();
    }

    @Override
    public @Nullable Answer failure(Failure failure, ByteBuffer unread) {
        var problem = Problem.of(failure);
        if (problem == null) {
            return null;
        }
        var spoken = dialect;
        return (spoken != null ? spoken : dialectOf(unread)).problem(problem);
    }

    @Override
    public @Nullable Answer failure(Failure failure, Request<R> request) {
        var problem = Problem.of(failure);
        if (problem == null) {
            return null;
        }
        return switch (request) {
            case Blank<R> _ -> Answer.NONE;
            case Single<R> single -> single.dialect().problem(problem);
            case Batch<R> batch -> batch.answer(problem);
        };
    }
}
