import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A protocol that others speak already: the serialization protocol of Redis (RESP2), as far as GET,
 * SET and PING need it. Keys and values are texts here.
 *
 * <pre>
 * {@code printf '*3\r\n$3\r\nSET\r\n$4\r\nmilk\r\n$9\r\ntwo pints\r\n' | nc -q1 127.0.0.1 7008}
 * </pre>
 */
void main() throws Exception {
    try (var server = Server.on(7008).answer(peer -> new RespCodec(), this::answer).start()) {
        server.join();
    }
}

final Map<String, String> values = new ConcurrentHashMap<>();

RespAnswer answer(List<String> command) {
    var name = command.getFirst().toUpperCase(Locale.ROOT);
    return switch (name + " " + (command.size() - 1)) {
        case "PING 0" -> new RespAnswer.Simple("PONG");
        case "GET 1" -> new RespAnswer.Bulk(values.get(command.get(1)));
        case "SET 2" -> {
            values.put(command.get(1), command.get(2));
            yield new RespAnswer.Simple("OK");
        }
        default -> new RespAnswer.Refusal("ERR PING, GET KEY and SET KEY VALUE is all I know");
    };
}

sealed interface RespAnswer {
    record Simple(String text) implements RespAnswer {}

    record Refusal(String text) implements RespAnswer {}

    /** A text, or {@code null} for none. */
    record Bulk(String text) implements RespAnswer {}
}

static final class RespCodec implements Codec<List<String>, RespAnswer> {
    private static final int MOST_WORDS = 1_000;

    @Override
    public List<String> read(Input input) throws IOException {
        if (input.atEnd()) {
            return null;
        }
        int words = number(input, '*', 1, MOST_WORDS);
        var command = new ArrayList<String>();
        for (int i = 0; i < words; i++) {
            int length = number(input, '$', 0, Integer.MAX_VALUE);
            command.add(new String(input.readBytes(length), UTF_8));
            if (input.readUnsignedShort() != ('\r' << 8 | '\n')) {
                throw FailureException.malformed("a word ends with CR and LF");
            }
        }
        return command;
    }

    /** A line such as *3 or $11. */
    private static int number(Input input, char kind, int least, int most) throws IOException {
        if (input.read() != kind) {
            throw FailureException.malformed("expected " + kind);
        }
        var line = input.readUntil((byte) '\n');
        try {
            int number = Integer.parseInt(US_ASCII.decode(line).toString().strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // said below
        }
        throw FailureException.malformed("expected a number of %d to %d".formatted(least, most));
    }

    @Override
    public void write(Output output, RespAnswer answer) throws IOException {
        output.writeUtf8(
                switch (answer) {
                    case RespAnswer.Simple(var text) -> "+" + text + "\r\n";
                    case RespAnswer.Refusal(var text) -> "-" + text + "\r\n";
                    case RespAnswer.Bulk(var text) ->
                            text == null
                                    ? "$-1\r\n"
                                    : "$" + text.getBytes(UTF_8).length + "\r\n" + text + "\r\n";
                });
    }

    @Override
    public RespAnswer failure(Failure failure, ByteBuffer unread) {
        var kind = failure instanceof Failure.Busy ? "BUSY " : "ERR ";
        return new RespAnswer.Refusal(kind + failure.message());
    }
}
