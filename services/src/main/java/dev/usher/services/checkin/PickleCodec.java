package dev.usher.services.checkin;

import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.services.pickle.PickleReader;
import dev.usher.services.pickle.PickleValue;
import dev.usher.services.pickle.PickleWriter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Pickles one after another; each tells where it ends. What is wrong is told as a string. */
final class PickleCodec implements Codec<PickleValue, PickleValue> {
    /** What a string begins with that tells what is wrong. */
    static final String ERROR = "ERROR: ";

    @Override
    public @Nullable PickleValue read(Input input) throws IOException {
        return PickleReader.read(input);
    }

    @Override
    public void write(Output output, PickleValue value) throws IOException {
        PickleWriter.write(output, value);
    }

    @Override
    public @Nullable PickleValue failure(Failure failure, ByteBuffer unread) {
        return switch (failure) {
            case Failure.Busy(_, _, var retryAfter) -> error(busy(retryAfter));
            case Failure.Draining(var retryAfter) -> error(busy(retryAfter));
            case Failure.Late late -> error("late, " + late.message());
            case Failure.Lost _ -> null;
            default -> error(failure.message());
        };
    }

    /** Stopping as well: to who is turned away it is the same. */
    private static String busy(Duration retryAfter) {
        // Rounded up: who waits that long has waited long enough.
        return "busy, retry after " + retryAfter.plusNanos(999_999_999).toSeconds() + " seconds";
    }

    /** How a client is told what is wrong. */
    static PickleValue error(String why) {
        return new PickleValue.Str(ERROR + why);
    }
}
