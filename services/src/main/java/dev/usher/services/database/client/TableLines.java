package dev.usher.services.database.client;

import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Peer;
import dev.usher.Protocol;
import dev.usher.client.Dialect;
import dev.usher.protocol.Lines;
import dev.usher.services.jsonrpc.Refusals;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * JSON-RPC as a client of tables speaks it, one line each way. Long results are handed on row by
 * row while they arrive; what an answer says besides is in the envelope.
 */
final class TableLines implements Protocol<JsonNode, Request> {
    static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNumberLength(20_000)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private TableLines() {}

    /** What a client knows of it. */
    static Dialect<Request, JsonNode> dialect() {
        return Dialect.of(new TableLines())
                .refusals(Refusals::of)
                .repeatable(Request::isRepeatable);
    }

    @Override
    public Codec<JsonNode, Request> codec(Peer peer) {
        return new OneConnection();
    }

    /** Written to by one thread, and read by another. */
    private static final class OneConnection implements Codec<JsonNode, Request> {
        private final ConcurrentLinkedQueue<Request> asked = new ConcurrentLinkedQueue<>();

        @Override
        public void write(Output output, Request request) throws IOException {
            asked.add(request);
            output.writeUtf8(request.line());
            output.write('\n');
        }

        @Override
        public @Nullable JsonNode read(Input input) throws IOException {
            int first = input.peek();
            if (first < 0) {
                return null;
            }
            if (first != '{') {
                return text(Lines.readUtf8(input));
            }
            var request = asked.poll();
            var delivery = request == null ? null : request.delivery();
            return answer(delivery == null ? whole(input) : inRows(input, delivery));
        }

        /** A server of something else may send back what it is asked. */
        private static @Nullable JsonNode answer(@Nullable JsonNode message)
                throws FailureException {
            if (message != null && !message.has("result") && !message.has("error")) {
                throw FailureException.malformed("the server's line is no answer");
            }
            return message;
        }

        /** What a server says that turns clients away before it knows how they speak. */
        private static @Nullable JsonNode text(@Nullable String line) throws FailureException {
            var refusal = line == null ? null : Refusals.ofText(line);
            if (line != null && refusal == null) {
                throw FailureException.malformed("the server's line is no JSON");
            }
            return refusal;
        }

        private static @Nullable JsonNode whole(Input input) throws IOException {
            var line = Lines.readUtf8(input);
            try {
                return line == null ? null : JSON.readTree(line);
            } catch (JacksonException wrong) {
                throw FailureException.malformed("the server's line is no JSON");
            }
        }

        /** A list that breaks off has the reason in the next line, and the connection ends. */
        private static @Nullable JsonNode inRows(Input input, Delivery delivery)
                throws IOException {
            var line = new Line(input);
            JsonNode envelope;
            try {
                envelope = envelope(line, delivery);
            } catch (JacksonException broken) {
                delivery.check();
                line.skipRest();
                input.beginMessage();
                return whole(input);
            }
            line.skipRest();
            return envelope;
        }

        private static JsonNode envelope(Line line, Delivery delivery) throws IOException {
            var envelope = JSON.createObjectNode();
            try (var parser = JSON.createParser(line)) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var name = parser.currentName();
                    parser.nextToken();
                    if (name.equals("result") && parser.currentToken() == JsonToken.START_ARRAY) {
                        deliver(parser, line, delivery);
                        envelope.putNull(name);
                    } else {
                        envelope.set(name, JSON.readTree(parser));
                    }
                }
            }
            return envelope;
        }

        /** Each row may be as long as a message, and all of them of any length. */
        private static void deliver(JsonParser parser, Line line, Delivery delivery)
                throws IOException {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                line.beginPart();
                delivery.row(JSON.readTree(parser));
            }
        }

        @Override
        public @Nullable Request failure(Failure failure, ByteBuffer unread) {
            return null;
        }
    }
}
