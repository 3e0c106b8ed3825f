package dev.usher.commands;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a {@link Command} is followed by raw bytes, or its answer is. Such a command is for
 * lines of text alone: over JSON-RPC it is refused as {@code text-only}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RawBytes {

    /** What they follow. */
    enum After {
        /**
         * The request: it takes them by {@link dev.usher.Call#body}, and is not pipelined past.
         * When it is refused and bytes follow already, the connection ends with that: they are
         * data, and must not be taken for commands.
         */
        REQUEST,
        /** The answer, as its {@link Reply.Payload}. */
        ANSWER
    }

    /** What they follow. */
    After value();
}
