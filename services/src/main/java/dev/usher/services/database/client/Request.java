package dev.usher.services.database.client;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A call.
 *
 * @param line JSON-RPC, without the end of the line
 * @param isRepeatable whether it may be made twice without harm
 * @param delivery where rows go; {@code null} if the result is one value
 */
record Request(String line, boolean isRepeatable, @Nullable Delivery delivery) {
    private static final Set<String> READING = Set.of("tables", "describe", "fetch", "query");

    static Request of(String method, Map<String, ?> parameters, @Nullable Delivery delivery) {
        var call = new LinkedHashMap<String, Object>();
        call.put("jsonrpc", "2.0");
        call.put("id", 1); // answers come in the order of the calls
        call.put("method", method);
        call.put("params", parameters);
        return new Request(
                TableLines.JSON.writeValueAsString(call), READING.contains(method), delivery);
    }
}
