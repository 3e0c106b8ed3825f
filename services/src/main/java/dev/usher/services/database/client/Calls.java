package dev.usher.services.database.client;

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

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls by JSON-RPC, one line each way, one after another. */
final class Calls implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int LONGEST_WORDS = 4_096;

    private static final JsonMapper MAPPER =
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

    private final Socket socket = new Socket();
    private final BufferedInputStream input;
    private long id;

    Calls(InetSocketAddress server, Duration patience) throws IOException {
        int millis = (int) Math.min(patience.toMillis(), Integer.MAX_VALUE);
        try {
            socket.connect(server, millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            input = new BufferedInputStream(socket.getInputStream(), BUFFER);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** A call of which one value comes back. */
    JsonNode value(String method, Map<String, ?> parameters) throws IOException {
        ask(method, parameters);
        try {
            return read(null);
        } catch (JacksonException broken) {
            throw lost(broken);
        }
    }

    /** A call of which a list comes back, element by element. */
    void list(String method, Map<String, ?> parameters, TablesClient.Rows rows) throws IOException {
        ask(method, parameters);
        try {
            read(rows);
        } catch (JacksonException broken) {
            // The list ends in the middle, and the next line says why.
            try {
                read(null);
            } catch (JacksonException nothing) {
                nothing.addSuppressed(broken);
                throw lost(nothing);
            }
            throw lost(broken);
        }
    }

    private static IOException lost(JacksonException broken) {
        return new IOException("the answer broke off", broken);
    }

    private void ask(String method, Map<String, ?> parameters) throws IOException {
        id++;
        var call = new LinkedHashMap<String, Object>();
        call.put("jsonrpc", "2.0");
        call.put("id", id);
        call.put("method", method);
        call.put("params", parameters);
        var line = MAPPER.writeValueAsString(call) + "\n";
        socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads an answer: its result, or the last element if they are taken one by one. */
    private JsonNode read(TablesClient.@Nullable Rows rows) throws IOException {
        input.mark(1);
        int first = input.read();
        if (first < 0) {
            throw new EOFException("the server has closed the connection");
        }
        input.reset();
        var line = new Line(input);
        if (first != '{') {
            throw words(new String(line.readNBytes(LONGEST_WORDS), StandardCharsets.UTF_8));
        }
        JsonNode result = MAPPER.nullNode();
        try (var parser = MAPPER.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "error" -> throw error(MAPPER.readTree(parser));
                    case "result" -> result = result(parser, rows);
                    default -> parser.skipChildren();
                }
            }
        }
        line.skipRest();
        return result;
    }

    private static JsonNode result(JsonParser parser, TablesClient.@Nullable Rows rows)
            throws IOException {
        if (rows == null || parser.currentToken() != JsonToken.START_ARRAY) {
            return MAPPER.readTree(parser);
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            rows.row(MAPPER.readTree(parser));
        }
        return MAPPER.nullNode();
    }

    /** What a server says that turns clients away before it knows how they speak. */
    private static TablesException words(String text) {
        var parts = text.strip().split(" ", 3);
        return parts[0].equals("ERROR") && parts.length == 3
                ? new TablesException(parts[1], parts[2])
                : new TablesException("busy", text.strip());
    }

    private static TablesException error(JsonNode error) {
        int number = error.path("code").asInt();
        var code =
                switch (number) {
                    case -32000 -> "busy";
                    case -32602 -> "invalid";
                    case -32603 -> "internal";
                    default -> error.path("data").path("code").asString("invalid");
                };
        var message =
                number == -32000
                        ? error.path("data").asString("")
                        : error.path("message").asString("").replaceFirst("^Invalid params: ", "");
        return new TablesException(code, message);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The bytes up to the end of this line, the end being the end of the stream. */
    private static final class Line extends InputStream {
        private final BufferedInputStream input;
        private boolean ended;

        Line(BufferedInputStream input) {
            this.input = input;
        }

        @Override
        public int read() throws IOException {
            if (ended) {
                return -1;
            }
            int next = input.read();
            ended = next == '\n' || next < 0;
            return ended ? -1 : next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = 0;
            do {
                int next = count < length ? read() : -1;
                if (next < 0) {
                    return count == 0 && length > 0 ? -1 : count;
                }
                bytes[offset + count++] = (byte) next;
            } while (input.available() > 0);
            return count;
        }

        void skipRest() throws IOException {
            transferTo(OutputStream.nullOutputStream());
        }
    }
}
