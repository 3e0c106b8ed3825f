package dev.usher.services.database.client;

import dev.usher.client.Refusal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** The ways in which a database service says no, read back. */
final class TableRefusals {
    private static final int BUSY = -32_000;
    private static final int INVALID = -32_602;
    private static final int INTERNAL = -32_603;
    private static final Pattern ADVICE = Pattern.compile("retry-after=(\\d{1,5})\\b");
    private static final Pattern ERROR = Pattern.compile("ERROR ([a-z][a-z-]*)(?: (.*))?");
    private static final Pattern PREFIX = Pattern.compile("^Invalid params: ");
    private static final Duration WITHOUT_ADVICE = Duration.ofSeconds(1);

    /** What it says when something went wrong in the middle. */
    private static final Set<String> IN_THE_MIDDLE = Set.of("internal", "uncertain");

    private TableRefusals() {}

    static @Nullable Refusal of(JsonNode envelope) {
        var error = envelope.get("error");
        if (error == null) {
            return null;
        }
        int number = error.path("code").asInt(0);
        if (number == BUSY) {
            return busy(error.path("data").asString(""));
        }
        var code =
                switch (number) {
                    case INVALID -> "invalid";
                    case INTERNAL -> "internal";
                    default -> error.path("data").path("code").asString("invalid");
                };
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

    /** What a server says that turns clients away before it knows how they speak, as JSON-RPC. */
    static JsonNode envelope(String words) {
        var envelope = TableLines.JSON.createObjectNode();
        var error = envelope.putObject("error");
        var no = ERROR.matcher(words);
        if (no.matches()) {
            var message = no.group(2);
            error.put("message", message == null ? "" : message)
                    .putObject("data")
                    .put("code", no.group(1));
        } else {
            error.put("code", BUSY).put("data", words);
        }
        return envelope;
    }
}
