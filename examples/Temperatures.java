import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Server;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A protocol of your own. A sensor sends readings of seven bytes: the letter T, its number (two
 * bytes) and milli-degrees (four bytes). The answer is one byte: + for a reading that was taken, -
 * for one that cannot be, ! before the server closes.
 *
 * <pre>{@code printf 'T\0\007\0\0\122\010' | nc -q1 127.0.0.1 7003 }</pre>
 */
void main() throws Exception {
    try (var server = Server.on(7003).answer(peer -> new SensorCodec(), this::take).start()) {
        server.join();
    }
}

record Reading(int sensor, double celsius) {}

char take(Reading reading) {
    IO.println("sensor " + reading.sensor() + ": " + reading.celsius() + " °C");
    return reading.celsius() > -273.15 ? '+' : '-';
}

/** Decoders are plain blocking code: what has not arrived yet is waited for. */
static final class SensorCodec implements Codec<Reading, Character> {
    @Override
    public Reading read(Input input) throws IOException {
        if (input.atEnd()) {
            return null;
        }
        int kind = input.read();
        if (kind != 'T') {
            throw FailureException.malformed("a reading begins with T");
        }
        return new Reading(input.readUnsignedShort(), input.readInt() / 1000.0);
    }

    @Override
    public void write(Output output, Character answer) throws IOException {
        output.write(answer);
    }

    /** Busy, late, malformed, draining: all the same to a sensor. */
    @Override
    public Character failure(Failure failure, ByteBuffer unread) {
        return '!';
    }
}
