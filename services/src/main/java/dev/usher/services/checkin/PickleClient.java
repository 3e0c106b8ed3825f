package dev.usher.services.checkin;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.services.pickle.PickleReader;
import dev.usher.services.pickle.PickleValue;
import dev.usher.services.pickle.PickleValue.Bool;
import dev.usher.services.pickle.PickleValue.Bytes;
import dev.usher.services.pickle.PickleValue.Dict;
import dev.usher.services.pickle.PickleValue.FrozenSet;
import dev.usher.services.pickle.PickleValue.Int;
import dev.usher.services.pickle.PickleValue.None;
import dev.usher.services.pickle.PickleValue.Real;
import dev.usher.services.pickle.PickleValue.Str;
import dev.usher.services.pickle.PickleValue.Tuple;
import dev.usher.services.pickle.PickleWriter;

import java.io.IOException;

/**
 * The other end of a check-in over pickle: what a student's client does, with any server that
 * speaks the course's protocol. Every method throws an {@link IOException} with a sentence for
 * people if the server answers something else, or if the connection fails. Not safe for use by many
 * threads; waits as long as its input does.
 */
public final class PickleClient {
    private final Input input;
    private final Output output;

    /** Speaks with a server through these. */
    public PickleClient(Input input, Output output) {
        this.input = input;
        this.output = output;
    }

    /** Waits for the client's id, as Python prints what comes: {@code {'clientid': 60644}}. */
    public String id() throws IOException {
        return receive().repr();
    }

    /**
     * Checks in, and waits for the acknowledgement.
     *
     * @param sid is sent as an {@code int} if it is written like one, else as a {@code str}
     */
    public void checkIn(String name, String github, String sid) throws IOException {
        PickleWriter.write(output, StudentDict.of(name, github, sid));
        output.flush();
        var answer = receive();
        if (isFalse(answer)) {
            throw new IOException("the server does not acknowledge that; it says " + answer.repr());
        }
    }

    /** What servers acknowledge with differs; to Python it is true. */
    private static boolean isFalse(PickleValue value) {
        return switch (value) {
            case None _ -> true;
            case Bool(var truth) -> !truth;
            case Int(var number) -> number.signum() == 0;
            case Real(var number) -> number == 0;
            case Str(var text) -> text.isEmpty();
            case Bytes bytes -> bytes.length() == 0;
            case PickleValue.List(var items) -> items.isEmpty();
            case Tuple(var items) -> items.isEmpty();
            case PickleValue.Set(var items) -> items.isEmpty();
            case FrozenSet(var items) -> items.isEmpty();
            case Dict(var entries) -> entries.isEmpty();
        };
    }

    private PickleValue receive() throws IOException {
        var value = decode();
        if (value instanceof Str(var text) && text.startsWith(PickleCodec.ERROR)) {
            throw new IOException("the server says " + text);
        }
        return value;
    }

    private PickleValue decode() throws IOException {
        PickleValue value;
        try {
            value = PickleReader.read(input);
        } catch (FailureException wrong) {
            throw new IOException(sentence(wrong.failure()), wrong);
        }
        if (value == null) {
            throw new IOException("the server closed the connection without an answer");
        }
        return value;
    }

    private static String sentence(Failure failure) {
        return failure instanceof Failure.CutShort
                ? "the server closed the connection in the middle of an answer"
                : "the server sends what is no pickle of plain values: " + failure.message();
    }
}
