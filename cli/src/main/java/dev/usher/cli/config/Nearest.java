package dev.usher.cli.config;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant who wrote something else. */
public final class Nearest {
    private Nearest() {}

    /**
     * The one of these words that is like it but for a few letters, or else ends as it does; {@code
     * null} if there is none.
     */
    public static @Nullable String of(String word, Collection<String> known) {
        return known.stream()
                .filter(other -> isSlip(word, other))
                .min(Comparator.comparingInt(other -> distance(word, other)))
                .or(() ->
                        known.stream()
                                .filter(other -> endsAlike(word, other))
                                .min(Comparator.comparingInt(String::length)))
                .orElse(null);
    }

    /** Whether few letters differ of what is not the same section's name. */
    private static boolean isSlip(String word, String other) {
        int same = 0;
        for (int i = 0; i < Math.min(word.length(), other.length()); i++) {
            if (word.charAt(i) != other.charAt(i)) {
                break;
            }
            same = word.charAt(i) == '.' ? i + 1 : same;
        }
        return distance(word, other) <= Math.max(2, (word.length() - same) / 5);
    }

    private static boolean endsAlike(String word, String other) {
        return last(word).equals(last(other));
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** How many letters are to be put in, left out, replaced or swapped with the next. */
    static int distance(String one, String other) {
        var before = new int[other.length() + 1];
        var row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            var next = new int[other.length() + 1];
            next[0] = i;
            for (int j = 1; j < next.length; j++) {
                int replaced = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                next[j] = Math.min(row[j - 1] + replaced, 1 + Math.min(row[j], next[j - 1]));
                if (isSwap(one, other, i, j)) {
                    next[j] = Math.min(next[j], before[j - 2] + 1);
                }
            }
            before = row;
            row = next;
        }
        return row[other.length()];
    }

    private static boolean isSwap(String one, String other, int i, int j) {
        return i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
