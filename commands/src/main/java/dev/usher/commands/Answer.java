package dev.usher.commands;

import dev.usher.Output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One line that a client is sent: the answer to its request, or a message of another client; or
 * several of these. Holds no line end and nothing else that would control a terminal: such
 * characters are written as JSON strings write them, with a backslash, a u and four hexadecimal
 * digits.
 */
public final class Answer {
    /** Says nothing: what a notification is answered. */
    static final Answer NONE = new Answer(null, null, List.of());

    private final @Nullable String line;
    private final Reply.@Nullable Payload payload;
    private final List<Runnable> sequels;

    private Answer(@Nullable String line, Reply.@Nullable Payload payload, List<Runnable> sequels) {
        this.line = line;
        this.payload = payload;
        this.sequels = sequels;
    }

    /** This line; a line end is added when it is written. */
    public static Answer line(String text) {
        return new Answer(Escapes.printable(text), null, List.of());
    }

    /**
     * Lines that are made when they are written: as many as there are then. So who has much to say
     * to a client that may be slow puts one of these into its {@linkplain dev.usher.Outbox outbox},
     * and decides late what is still worth saying.
     *
     * @param lines gives the next line or {@code null} at the end; must be quick, and wait for
     *     nobody. Called by one thread, and not at all if nobody is there any more
     */
    public static Answer lines(Supplier<@Nullable Answer> lines) {
        return new Answer(
                null,
                output -> {
                    for (var next = lines.get(); next != null; next = lines.get()) {
                        next.writeTo(output);
                    }
                },
                List.of());
    }

    /** This answer with raw bytes behind its line, or without any. */
    Answer followedBy(Reply.@Nullable Payload bytes) {
        return new Answer(line, bytes, sequels);
    }

    /** This answer, and something to be done when it has been written. */
    Answer then(@Nullable Consumer<Speech> sequel, Speech speech) {
        return sequel == null
                ? this
                : new Answer(line, payload, List.of(() -> sequel.accept(speech)));
    }

    /** This answer with what is to be done behind these others. */
    Answer thenAsAfter(List<Answer> others) {
        var all = others.stream().flatMap(other -> other.sequels.stream()).toList();
        return new Answer(line, payload, all);
    }

    /** Writes all of it. */
    void writeTo(Output output) throws IOException {
        if (line != null) {
            output.writeUtf8(line);
            output.write('\n');
        }
        if (payload != null) {
            payload.writeTo(output);
        }
        sequels.forEach(Runnable::run);
    }

    /** Bytes that are a line and its end, or several. */
    static Answer bytes(Reply.Payload bytes) {
        return new Answer(null, bytes, List.of());
    }

    /** The line without its end; empty for the answer that says nothing. */
    public Optional<String> line() {
        return Optional.ofNullable(line);
    }

    /** The line, for people. */
    @Override
    public String toString() {
        return line == null ? (payload == null ? "(no answer)" : "(lines)") : line;
    }
}
