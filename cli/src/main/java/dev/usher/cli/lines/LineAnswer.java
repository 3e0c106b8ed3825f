package dev.usher.cli.lines;

import dev.usher.client.Client;
import dev.usher.client.Dialect;
import dev.usher.client.Refusal;
import dev.usher.client.Remote;
import dev.usher.protocol.Lines;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.InetSocketAddress;

import javax.net.ssl.SSLContext;

/**
 * One line of a server's, as an answer.
 *
 * @param line the line
 * @param value what it says, if it is JSON; else {@code null}
 */
public record LineAnswer(String line, @Nullable JsonNode value) {

    /**
     * A server of lines.
     *
     * @param tls whom to trust; {@code null} for plain TCP
     */
    static Remote<String, String> remote(InetSocketAddress server, @Nullable SSLContext tls) {
        var remote = Client.to(server.getHostString(), server.getPort(), DIALECT);
        return tls == null ? remote : remote.tls(tls);
    }

    /** Lines, all of which are answers, but for those of a server that has no place. */
    static final Dialect<String, String> DIALECT =
            Dialect.<String, String>of(Lines.utf8()).refusals(LineAnswer::busy);

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** Reads a line. */
    public static LineAnswer of(String line) {
        try {
            return new LineAnswer(line, JSON.readTree(line));
        } catch (JacksonException isText) {
            return new LineAnswer(line, null);
        }
    }

    private static @Nullable Refusal busy(String line) {
        return line.startsWith("BUSY ")
                        && Dialect.lines().refusals().apply(line) instanceof Refusal.Busy busy
                ? busy
                : null;
    }

    /** Whether the server says that a request failed, in text or in JSON-RPC. */
    boolean isError() {
        return line.startsWith("ERROR ") || (value != null && isError(value));
    }

    /** What the server says with it, in text or in JSON-RPC. */
    public Verdict verdict() {
        var text = value == null ? line : value.path("error").path("data").asString("");
        if (busy(text) instanceof Refusal.Busy busy) {
            return new Verdict.Busy(busy.retryAfter());
        }
        return isError() ? new Verdict.Bad() : new Verdict.Good();
    }

    private static boolean isError(JsonNode value) {
        if (value.isArray()) {
            for (var each : value) {
                if (isError(each)) {
                    return true;
                }
            }
        }
        return value.isObject() && value.has("jsonrpc") && value.has("error");
    }

    /** As a JSON object on one line. */
    String toJson() {
        var object = JSON.createObjectNode().put("ok", !isError());
        if (value == null || value.isMissingNode()) {
            object.put("answer", line);
        } else {
            object.set("answer", value);
        }
        return JSON.writeValueAsString(object);
    }
}
