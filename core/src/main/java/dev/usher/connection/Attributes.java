package dev.usher.connection;

import dev.usher.Attribute;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What handlers and services remember of one client. Safe for use by many threads. */
final class Attributes {
    /** Made for the first one: most connections have none. */
    private volatile @Nullable Map<Attribute<?>, Object> values;

    @SuppressWarnings("unchecked") // only set() puts values in, with their own key
    <T> @Nullable T get(Attribute<T> attribute) {
        var known = values;
        return known == null ? null : (T) known.get(attribute);
    }

    <T> void set(Attribute<T> attribute, @Nullable T value) {
        if (value == null) {
            values().remove(attribute);
        } else {
            values().put(attribute, value);
        }
    }

    private synchronized Map<Attribute<?>, Object> values() {
        var known = values;
        if (known == null) {
            known = new ConcurrentHashMap<>(2);
            values = known;
        }
        return known;
    }
}
