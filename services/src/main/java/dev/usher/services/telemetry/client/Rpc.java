package dev.usher.services.telemetry.client;

import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Peer;
import dev.usher.Protocol;
import dev.usher.client.Client;
import dev.usher.client.ClientLimits;
import dev.usher.client.Dialect;
import dev.usher.client.Remote;
import dev.usher.client.Retries;
import dev.usher.protocol.Lines;
import dev.usher.services.jsonrpc.Refusals;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/** JSON-RPC as a client of telemetry speaks it: a request is a line that is ready to be sent. */
final class Rpc implements Protocol<JsonNode, Rpc.Request> {

    /**
     * Asks for something.
     *
     * @param id of no other request in flight
     * @param line the request as JSON
     */
    record Request(long id, String line) {

        /** Calls this method with these params, a JSON array. */
        static Request of(long id, String method, String params) {
            return new Request(
                    id,
                    "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
                            .formatted(id, method, params));
        }
    }

    /** How often the opening is said again. */
    static final Duration PULSE = Duration.ofSeconds(30);

    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final int LONGEST_ANSWER = 1 << 20;

    private Rpc() {}

    /**
     * A server that one has a connection to all the time, each of which begins with this request;
     * who has one says it again now and then, so that each side knows of the other.
     */
    static Remote<Request, JsonNode> remote(
            InetSocketAddress server, @Nullable SSLContext tls, Supplier<Request> opening) {
        var remote =
                Client.to(server.getHostString(), server.getPort(), dialect())
                        .limits(ClientLimits.defaults().connections(1).message(LONGEST_ANSWER))
                        .retries(Retries.defaults().patient(true))
                        .opening(session -> session.call(opening.get()))
                        .staying();
        return tls == null ? remote : remote.tls(tls);
    }

    /** What a client knows of it. Everything may be asked twice: readings have their times. */
    private static Dialect<Request, JsonNode> dialect() {
        return Dialect.of(new Rpc())
                .pushes(message -> message.has("method"))
                .refusals(Refusals::of)
                .keys(Request::id, Rpc::id)
                .repeatable(request -> true);
    }

    private static @Nullable Object id(JsonNode message) {
        var id = message.get("id");
        return id != null && id.canConvertToLong() ? id.longValue() : null;
    }

    @Override
    public Codec<JsonNode, Request> codec(Peer peer) {
        return new Codec<>() {
            @Override
            public @Nullable JsonNode read(Input input) throws IOException {
                var line = Lines.readUtf8(input);
                return line == null ? null : parsed(line);
            }

            @Override
            public void write(Output output, Request request) throws IOException {
                output.writeUtf8(request.line);
                output.write('\n');
            }

            @Override
            public @Nullable Request failure(Failure failure, ByteBuffer unread) {
                return null;
            }
        };
    }

    private static JsonNode parsed(String line) throws FailureException {
        var refusal = Refusals.ofText(line); // said before it knows that we speak JSON
        try {
            return refusal == null ? answer(JSON.readTree(line)) : refusal;
        } catch (JacksonException notJson) {
            throw FailureException.malformed("the server's line is no JSON");
        }
    }

    /** An answer, or a push. A server of something else may send back what it is asked. */
    private static JsonNode answer(JsonNode message) throws FailureException {
        boolean isPush = message.has("method") && !message.has("id");
        if (!isPush && !message.has("result") && !message.has("error")) {
            throw FailureException.malformed("the server's line is no answer");
        }
        return message;
    }
}
