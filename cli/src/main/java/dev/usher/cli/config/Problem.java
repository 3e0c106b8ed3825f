package dev.usher.cli.config;

import java.util.Comparator;

/**
 * What is wrong with a setting, and what would be right.
 *
 * @param origin where it was said
 * @param sentence with the key, the value and what is allowed
 */
public record Problem(Origin origin, String sentence) {
    /** In the order of files and their lines; then what is not in a file. */
    static final Comparator<Problem> IN_ORDER =
            Comparator.comparing((Problem problem) -> !(problem.origin instanceof Origin.InFile))
                    .thenComparing(problem -> file(problem.origin))
                    .thenComparingInt(problem -> line(problem.origin));

    private static String file(Origin origin) {
        return origin instanceof Origin.InFile(var file, _) ? file : origin.toString();
    }

    private static int line(Origin origin) {
        return origin instanceof Origin.InFile(_, int line) ? line : 0;
    }

    /** {@code usher.conf:12: data: …}. */
    @Override
    public String toString() {
        return origin + ": " + sentence;
    }
}
