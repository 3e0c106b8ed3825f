package dev.usher.services.pickle;

import dev.usher.services.pickle.PickleValue.Bool;
import dev.usher.services.pickle.PickleValue.Bytes;
import dev.usher.services.pickle.PickleValue.FrozenSet;
import dev.usher.services.pickle.PickleValue.Int;
import dev.usher.services.pickle.PickleValue.None;
import dev.usher.services.pickle.PickleValue.Real;
import dev.usher.services.pickle.PickleValue.Str;
import dev.usher.services.pickle.PickleValue.Tuple;

import java.util.List;
import java.util.TreeSet;

/**
 * An order of all hashable values, by which equal keys are found. Which of two values comes first
 * means nothing. In place of their hashes, because a sender can choose many keys with the same hash
 * and then each of them is compared with every other.
 */
final class KeyOrder {

    private KeyOrder() {}

    private record Pair(PickleValue left, PickleValue right) {}

    /** Compares two hashable values: zero if, and only if, they are equal. */
    @SuppressWarnings("ReferenceEquality")
    static int compare(PickleValue left, PickleValue right) {
        // Only to save time: what is shared is not walked through.
        if (left == right) {
            return 0;
        }
        return switch (new Pair(left, right)) {
            case Pair(Bool(var one), Bool(var other)) -> Boolean.compare(one, other);
            case Pair(Int(var one), Int(var other)) -> one.compareTo(other);
            case Pair(Real(var one), Real(var other)) -> Double.compare(one, other);
            case Pair(Str(var one), Str(var other)) -> one.compareTo(other);
            case Pair(Bytes one, Bytes other) -> one.compareTo(other);
            case Pair(Tuple(var one), Tuple(var other)) -> compare(one, other);
            case Pair(FrozenSet(var one), FrozenSet(var other)) -> compare(one, other);
            case Pair _ -> Integer.compare(rank(left), rank(right));
        };
    }

    /** By the first place that differs. For sets as well: they are in this order themselves. */
    private static int compare(List<PickleValue> left, List<PickleValue> right) {
        int common = Math.min(left.size(), right.size());
        for (int i = 0; i < common; i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int rank(PickleValue value) {
        return switch (value) {
            case None _ -> 0;
            case Bool _ -> 1;
            case Int _ -> 2;
            case Real _ -> 3;
            case Str _ -> 4;
            case Bytes _ -> 5;
            case Tuple _ -> 6;
            case FrozenSet _ -> 7;
            case PickleValue.List _, PickleValue.Set _, PickleValue.Dict _ ->
                    throw unhashable(value);
        };
    }

    /** These items, each once, in order. */
    static List<PickleValue> distinct(List<PickleValue> items) {
        items.forEach(KeyOrder::requireHashable);
        var distinct = new TreeSet<PickleValue>(KeyOrder::compare);
        distinct.addAll(items);
        return List.copyOf(distinct);
    }

    static void requireHashable(PickleValue value) {
        if (!value.isHashable()) {
            throw unhashable(value);
        }
    }

    private static IllegalArgumentException unhashable(PickleValue value) {
        return new IllegalArgumentException("unhashable type: " + value.type());
    }
}
