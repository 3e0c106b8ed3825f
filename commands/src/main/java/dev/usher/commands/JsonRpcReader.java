package dev.usher.commands;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

import java.util.ArrayList;

/**
 * Reads one line of <a href="https://www.jsonrpc.org/specification">JSON-RPC 2.0</a>. Nothing of it
 * is carried out before all of it has been read.
 */
final class JsonRpcReader<R> {
    /** The most requests in a batch: each may have an answer many times as long as itself. */
    static final int LARGEST_BATCH = 1_000;

    private static final String TOO_MUCH =
            "deeper than " + Json.DEEPEST + " levels, or a number too long or too large";

    private final Grammar<R> grammar;
    private final String line;

    JsonRpcReader(Grammar<R> grammar, String line) {
        this.grammar = grammar;
        this.line = line;
    }

    Request<R> read() {
        try (var parser = Json.parser(line)) {
            var request =
                    parser.nextToken() == JsonToken.START_ARRAY ? batch(parser) : single(parser);
            return parser.nextToken() == null
                    ? request
                    : refuse(
                            Problem.notJson(
                                    "something follows" + at(parser.currentTokenLocation())));
        } catch (StreamConstraintsException tooMuch) {
            return refuse(Problem.notJson(TOO_MUCH));
        } catch (JacksonException notJson) {
            var doubled = Json.doubled(notJson);
            return refuse(
                    Problem.notJson(
                            (doubled == null ? "no JSON" : Words.quote(doubled) + " twice")
                                    + at(notJson.getLocation())));
        }
    }

    private static String at(@Nullable TokenStreamLocation place) {
        return place == null ? "" : " at column " + place.getColumnNr();
    }

    private Request<R> batch(JsonParser parser) {
        var requests = new ArrayList<Single<R>>();
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            count++;
            if (count <= LARGEST_BATCH) {
                requests.add(single(parser));
            } else {
                parser.skipChildren();
            }
        }
        if (count == 0) {
            return refuse(Problem.notRequest("an empty batch"));
        }
        return count <= LARGEST_BATCH
                ? new Batch<>(requests)
                : refuse(Problem.notRequest("more than " + LARGEST_BATCH + " in a batch"));
    }

    private Single<R> single(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return refuse(Problem.notRequest("not an object"));
        }
        return Envelope.read(parser, line).request(grammar);
    }

    private static <R> Single<R> refuse(Problem problem) {
        return new Single<>(Dialect.JSON_RPC, new Intent.Refuse<>(problem));
    }
}
