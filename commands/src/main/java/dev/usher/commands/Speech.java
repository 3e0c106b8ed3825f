package dev.usher.commands;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;

/**
 * How a client is spoken to when it has not asked just now: as it spoke itself when it asked for
 * that, see {@link Reply#then}.
 *
 * <p>What it is told is a <i>notice</i>, a record. {@code record Command(long id, JsonNode
 * command)} reads
 *
 * <pre>{@code
 * COMMAND 1 {"set":19}
 * {"jsonrpc":"2.0","method":"command","params":{"id":1,"command":{"set":19}}}
 * }</pre>
 */
public enum Speech {
    /** A line: the name in capitals, and the components one after another. */
    TEXT {
        @Override
        String line(Record notice) {
            var line = new StringBuilder(title(notice).toUpperCase(Locale.ROOT));
            for (var component : notice.getClass().getRecordComponents()) {
                var value = value(component, notice);
                line.append(' ').append(value instanceof String word ? word : Json.write(value));
            }
            return line.toString();
        }
    },

    /** A notification of JSON-RPC 2.0: the name as its method, the components by name. */
    JSON_RPC {
        @Override
        String line(Record notice) {
            var params = new LinkedHashMap<String, Object>();
            for (var component : notice.getClass().getRecordComponents()) {
                params.put(component.getName(), value(component, notice));
            }
            return "{\"jsonrpc\":\"2.0\",\"method\":"
                    + Json.write(title(notice))
                    + ",\"params\":"
                    + Json.write(params)
                    + "}";
        }
    };

    abstract String line(Record notice);

    /**
     * The line that says this.
     *
     * @param notice a record whose components are what {@link Reply#of} takes. In a line, strings
     *     stand as they are, everything else as JSON. Its package must be open to this module
     * @throws IllegalArgumentException if the record cannot be read
     */
    public Answer notice(Record notice) {
        return Answer.line(line(notice));
    }

    static String title(Record notice) {
        return Names.kebab(notice.getClass().getSimpleName());
    }

    static Object value(RecordComponent component, Record notice) {
        var accessor = component.getAccessor();
        try {
            accessor.setAccessible(true);
            return accessor.invoke(notice);
        } catch (ReflectiveOperationException | RuntimeException unreadable) {
            throw new IllegalArgumentException("cannot read " + component, unreadable);
        }
    }
}
