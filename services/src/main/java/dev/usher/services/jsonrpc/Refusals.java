package dev.usher.services.jsonrpc;

import dev.usher.client.Refusal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** The ways in which a service says no over JSON-RPC, read back. */
public final class Refusals {
    private static final int BUSY = -32_000;
    private static final int INTERNAL = -32_603;
    private static final Pattern ADVICE = Pattern.compile("retry-after=(\\d{1,5})\\b");
    private static final Pattern ERROR = Pattern.compile("ERROR ([a-z][a-z-]*)(?: (.*))?");
    private static final Pattern PREFIX = Pattern.compile("^Invalid params: ");
    private static final Duration WITHOUT_ADVICE = Duration.ofSeconds(1);

    /** What it says when something went wrong in the middle. */
    private static final Set<String> IN_THE_MIDDLE = Set.of("internal", "late", "uncertain");

    private Refusals() {}

    /** How this answer says no; {@code null} if it does not. */
    public static @Nullable Refusal of(JsonNode answer) {
        var error = answer.get("error");
        if (error == null) {
            return null;
        }
        int number = error.path("code").asInt(0);
        var data = error.path("data");
        if (number == BUSY) {
            return busy(data.asString(""));
        }
        var code = number == INTERNAL ? "internal" : data.path("code").asString("invalid");
        var message = PREFIX.matcher(error.path("message").asString("")).replaceFirst("");
        return new Refusal.Rejected(code, message, IN_THE_MIDDLE.contains(code));
    }

    private static Refusal busy(String words) {
        var advice = ADVICE.matcher(words);
        return new Refusal.Busy(
                "the server is busy: " + words,
                advice.find()
                        ? Duration.ofSeconds(Long.parseLong(advice.group(1)))
                        : WITHOUT_ADVICE);
    }

    /**
     * What a server says as a line of text to a client of which it does not know yet how it speaks,
     * as JSON-RPC: {@code BUSY …} or {@code ERROR code message}.
     *
     * @return {@code null} if the line is neither
     */
    public static @Nullable JsonNode ofText(String line) {
        var answer = JsonNodeFactory.instance.objectNode();
        var no = ERROR.matcher(line);
        if (no.matches()) {
            var message = no.group(2);
            answer.putObject("error")
                    .put("message", message == null ? "" : message)
                    .putObject("data")
                    .put("code", no.group(1));
        } else if (line.startsWith("BUSY")) {
            answer.putObject("error").put("code", BUSY).put("data", line);
        } else {
            return null;
        }
        return answer;
    }
}
