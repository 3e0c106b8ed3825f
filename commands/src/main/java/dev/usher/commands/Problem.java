package dev.usher.commands;

import dev.usher.Failure;
import dev.usher.protocol.Lines;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;

/**
 * Why a request has no result, in words for both dialects.
 *
 * @param number the code of the JSON-RPC error
 * @param message its message
 * @param data its data, or {@code null} for none
 * @param line the line of text that says the same
 */
record Problem(int number, String message, @Nullable Object data, String line) {
    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;
    private static final int TURNED_AWAY = -32000;
    private static final int FAILED = -32001;

    /** The service failed, which is no business of the client's. */
    static final Problem CRASHED = internal(new Failure.Crashed());

    /** A request of a batch whose answers have grown beyond what one line should hold. */
    static final Problem ANSWER_TOO_LONG =
            failed(new Failure.Rejected("too-long", "not served: the answers of the batch are"));

    /** A line that begins like JSON and is none. */
    static Problem notJson(String why) {
        return json(PARSE_ERROR, "Parse error: " + why);
    }

    /** JSON that is no request. */
    static Problem notRequest(String why) {
        return json(INVALID_REQUEST, "Invalid Request: " + why);
    }

    /** A command that this service does not have. */
    static Problem unknownCommand(String name) {
        return new Problem(
                METHOD_NOT_FOUND,
                "Method not found: " + name,
                null,
                "ERROR unknown-command " + name + " (try: help)");
    }

    /** A command with the wrong arguments. */
    static Problem invalidArguments(Signature signature, InvalidArguments why) {
        return new Problem(
                INVALID_PARAMS,
                "Invalid params: " + why.getMessage(),
                null,
                "ERROR invalid " + why.getMessage() + " (usage: " + signature.usage() + ")");
    }

    /** A command that is followed by raw bytes, or is answered with them, asked for in JSON. */
    static Problem textOnly(String name) {
        return failed(
                new Failure.Rejected(
                        "text-only", name + " has raw bytes: it is for lines of text"));
    }

    private static Problem json(int number, String message) {
        return new Problem(number, message, null, "ERROR invalid " + message);
    }

    /** A failure; {@code null} if nobody is there to be told. */
    static @Nullable Problem of(Failure failure) {
        return switch (failure) {
            case Failure.Lost _ -> null;
            case Failure.Busy _ -> turnedAway("Server busy", failure);
            case Failure.Draining _ -> turnedAway("Server draining", failure);
            case Failure.Crashed _ -> CRASHED;
            default -> failed(failure);
        };
    }

    private static Problem turnedAway(String message, Failure failure) {
        var line = line(failure);
        return new Problem(TURNED_AWAY, message, line, line);
    }

    /** A failure that has a code of its own. */
    static Problem failed(Failure failure) {
        return new Problem(
                FAILED, failure.message(), Map.of("code", failure.code()), line(failure));
    }

    private static Problem internal(Failure failure) {
        return new Problem(INTERNAL_ERROR, "Internal error", null, line(failure));
    }

    private static String line(Failure failure) {
        return Objects.requireNonNull(Lines.line(failure));
    }
}
