package dev.usher.cli.log;

import tools.jackson.databind.json.JsonMapper;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.function.Function;

/** A line for programs: a JSON object. */
final class JsonLine implements Function<LogEntry, String> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final JsonMapper json = JsonMapper.shared();

    @Override
    public String apply(LogEntry entry) {
        var object = new LinkedHashMap<String, Object>();
        object.put("time", TIME.format(entry.at()));
        object.put("level", entry.level().toString().toLowerCase(Locale.ROOT));
        if (!entry.isOurs()) {
            object.put("logger", LogText.of(entry.source()));
        }
        entry.fields().forEach((name, value) -> object.put(name, harmless(value)));
        object.put("message", LogText.of(entry.message()));
        if (entry.cause() != null) {
            object.put("error", LogText.of(entry.cause().toString()));
            object.put("trace", LogText.trace(entry.cause()));
        }
        return json.writeValueAsString(object);
    }

    private static Object harmless(Object value) {
        return value instanceof Number || value instanceof Boolean
                ? value
                : LogText.of(value.toString());
    }
}
