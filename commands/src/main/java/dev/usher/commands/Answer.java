package dev.usher.commands;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * One line that a client is sent: the answer to its request, or a message of another client. Holds
 * no line end and nothing else that would control a terminal: such characters are written as JSON
 * strings write them, with a backslash, a u and four hexadecimal digits.
 */
public final class Answer {
    /** Says nothing: what a notification is answered. */
    static final Answer NONE = new Answer(null, null);

    private final @Nullable String line;
    private final Reply.@Nullable Payload payload;

    private Answer(@Nullable String line, Reply.@Nullable Payload payload) {
        this.line = line;
        this.payload = payload;
    }

    /** This line; a line end is added when it is written. */
    public static Answer line(String text) {
        return new Answer(Escapes.printable(text), null);
    }

    /** This answer with raw bytes behind its line, or without any. */
    Answer followedBy(Reply.@Nullable Payload bytes) {
        return new Answer(line, bytes);
    }

    /** Bytes that are a line and its end, or several. */
    static Answer bytes(Reply.Payload bytes) {
        return new Answer(null, bytes);
    }

    /** The line without its end; empty for the answer that says nothing. */
    public Optional<String> line() {
        return Optional.ofNullable(line);
    }

    /** The raw bytes behind the line, or {@code null}. */
    Reply.@Nullable Payload payload() {
        return payload;
    }

    /** The line, for people. */
    @Override
    public String toString() {
        return line == null ? "(no answer)" : line;
    }
}
