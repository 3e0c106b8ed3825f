package dev.usher.services.pickle;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * A value of Python that can be pickled without running code. Immutable, all the way down.
 *
 * <p>Two values are equal if they have the same type and content: unlike in Python, {@code 1},
 * {@code 1.0} and {@code True} are three different keys of a dict, and a {@code nan} equals itself.
 */
public sealed interface PickleValue {

    /** What Python calls the type: {@code int}, {@code str}, {@code NoneType}, … */
    default String type() {
        return switch (this) {
            case None _ -> "NoneType";
            case Bool _ -> "bool";
            case Int _ -> "int";
            case Real _ -> "float";
            case Str _ -> "str";
            case Bytes _ -> "bytes";
            case List _ -> "list";
            case Tuple _ -> "tuple";
            case Set _ -> "set";
            case FrozenSet _ -> "frozenset";
            case Dict _ -> "dict";
        };
    }

    /** Whether this can be the key of a dict or an element of a set. */
    default boolean isHashable() {
        return switch (this) {
            case None _, Bool _, Int _, Real _, Str _, Bytes _, FrozenSet _ -> true;
            case Tuple(var items) -> items.stream().allMatch(PickleValue::isHashable);
            case List _, Set _, Dict _ -> false;
        };
    }

    /**
     * How Python writes this value in source code and shows it, as its {@code repr}: {@code
     * {'clientid': 60644}}. One line; what would disturb a terminal is escaped.
     */
    default String repr() {
        return Repr.of(this);
    }

    /** {@code None}. */
    record None() implements PickleValue {}

    /** A {@code bool}. */
    record Bool(boolean value) implements PickleValue {}

    /** An {@code int}, of any size. */
    record Int(BigInteger value) implements PickleValue {
        /** An int of a size that Java has a type for. */
        public static Int of(long value) {
            return new Int(BigInteger.valueOf(value));
        }
    }

    /** A {@code float}. */
    record Real(double value) implements PickleValue {}

    /** A {@code str}. */
    record Str(String value) implements PickleValue {}

    /** A {@code bytes}. Ordered by the first byte that differs. */
    final class Bytes implements PickleValue, Comparable<Bytes> {
        private final byte[] value;

        /** Copies these bytes. */
        public Bytes(byte[] value) {
            this.value = value.clone();
        }

        /** How many they are. */
        public int length() {
            return value.length;
        }

        /** A copy. */
        public byte[] toByteArray() {
            return value.clone();
        }

        @Override
        public int compareTo(Bytes other) {
            return Arrays.compare(value, other.value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return repr();
        }
    }

    /** A {@code list}. */
    record List(java.util.List<PickleValue> items) implements PickleValue {
        /** Copies the items. */
        public List {
            items = java.util.List.copyOf(items);
        }

        /** A list of these. */
        public static List of(PickleValue... items) {
            return new List(java.util.List.of(items));
        }
    }

    /** A {@code tuple}. */
    record Tuple(java.util.List<PickleValue> items) implements PickleValue {
        /** Copies the items. */
        public Tuple {
            items = java.util.List.copyOf(items);
        }

        /** A tuple of these. */
        public static Tuple of(PickleValue... items) {
            return new Tuple(java.util.List.of(items));
        }
    }

    /** A {@code set}. Its items differ and are hashable; they come in an order of our own. */
    record Set(java.util.List<PickleValue> items) implements PickleValue {
        /**
         * Copies the items, each once.
         *
         * @throws IllegalArgumentException if one is not hashable
         */
        public Set {
            items = KeyOrder.distinct(items);
        }

        /** A set of these. */
        public static Set of(PickleValue... items) {
            return new Set(java.util.List.of(items));
        }
    }

    /** A {@code frozenset}, which is a set that can be part of a set. */
    record FrozenSet(java.util.List<PickleValue> items) implements PickleValue {
        /**
         * Copies the items, each once.
         *
         * @throws IllegalArgumentException if one is not hashable
         */
        public FrozenSet {
            items = KeyOrder.distinct(items);
        }

        /** A frozen set of these. */
        public static FrozenSet of(PickleValue... items) {
            return new FrozenSet(java.util.List.of(items));
        }
    }

    /**
     * A {@code dict}. Its entries are in the order in which their keys came, as in Python, and each
     * key comes once.
     */
    record Dict(java.util.List<Entry> entries) implements PickleValue {
        /** Copies the entries. Of those with equal keys the last one's value counts. */
        public Dict {
            entries = withKeysOnce(entries);
        }

        /** A dict of these. */
        public static Dict of(Entry... entries) {
            return new Dict(java.util.List.of(entries));
        }

        /** The value of a {@code str} key, or {@code null} if there is none. Takes linear time. */
        public @Nullable PickleValue get(String key) {
            for (var entry : entries) {
                if (entry.key() instanceof Str(var name) && name.equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }

        private static java.util.List<Entry> withKeysOnce(java.util.List<Entry> entries) {
            var places = new TreeMap<PickleValue, Integer>(KeyOrder::compare);
            var distinct = new ArrayList<Entry>(entries.size());
            for (var entry : entries) {
                Integer place = places.putIfAbsent(entry.key(), distinct.size());
                if (place == null) {
                    distinct.add(entry);
                } else {
                    distinct.set(place, entry);
                }
            }
            return java.util.List.copyOf(distinct);
        }
    }

    /** A key of a {@link Dict} and its value. */
    record Entry(PickleValue key, PickleValue value) {
        /**
         * Checks the key.
         *
         * @throws IllegalArgumentException if it is not hashable
         */
        public Entry {
            KeyOrder.requireHashable(key);
        }

        /** An entry whose key is a {@code str}. */
        public Entry(String key, PickleValue value) {
            this(new Str(key), value);
        }
    }
}
