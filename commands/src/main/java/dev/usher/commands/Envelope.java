package dev.usher.commands;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** The members of one JSON-RPC request object. */
final class Envelope {
    private boolean versioned;
    private boolean hasBadId;
    private boolean hasBadParams;
    private @Nullable String id;
    private @Nullable String method;
    private @Nullable JsonNode params;

    private Envelope() {}

    /** Reads the object that begins here, to its end. */
    static Envelope read(JsonParser parser, String line) {
        var envelope = new Envelope();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "jsonrpc" -> envelope.versioned = "2.0".equals(string(parser));
                case "id" -> envelope.readId(parser, line);
                case "method" -> envelope.method = string(parser);
                case "params" -> envelope.readParams(parser);
                default -> parser.skipChildren();
            }
        }
        return envelope;
    }

    private static @Nullable String string(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        parser.skipChildren();
        return null;
    }

    /** Keeps the id as it was written: then it is echoed exactly, without being understood. */
    private void readId(JsonParser parser, String line) {
        switch (parser.currentToken()) {
            case VALUE_STRING -> {
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.finishToken();
                id = line.substring(start, (int) parser.currentLocation().getCharOffset());
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> id = parser.getString();
            case VALUE_NULL -> id = "null";
            default -> {
                parser.skipChildren();
                hasBadId = true;
            }
        }
    }

    /** Takes null for no params, although they should have been left out: many clients do so. */
    private void readParams(JsonParser parser) {
        if (parser.currentToken().isStructStart()) {
            params = Json.tree(parser);
        } else {
            hasBadParams = parser.currentToken() != JsonToken.VALUE_NULL;
        }
    }

    /** What it asks for, and how it wants to be answered. */
    <R> Single<R> request(Grammar<R> grammar) {
        if (!versioned) {
            return refuse("jsonrpc is not \"2.0\"");
        }
        if (hasBadId) {
            return refuse("id is neither a string nor a number nor null");
        }
        if (hasBadParams) {
            return refuse("params are neither an array nor an object");
        }
        return method == null
                ? refuse("method is not a string")
                : new Single<>(new Dialect.JsonRpc(id), grammar.call(method, params));
    }

    /** An object that is no request is no notification either: it is answered. */
    private <R> Single<R> refuse(String why) {
        return new Single<>(
                new Dialect.JsonRpc(id == null ? "null" : id),
                new Intent.Refuse<>(Problem.notRequest(why)));
    }
}
