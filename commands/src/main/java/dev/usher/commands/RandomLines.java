package dev.usher.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes lines as clients might send them, for tests of a service: valid ones, and ones that are
 * slightly broken. The same random numbers give the same lines. No line holds a line feed, or what
 * cannot be written in UTF-8, or asks to {@code quit}, or for something with raw bytes.
 *
 * <pre>{@code
 * var lines = commands.randomLines(new Random(seed));
 * client.send(lines.next() + "\n");
 * }</pre>
 */
public final class RandomLines {
    private static final int LARGEST_BATCH = 4;

    /** What breaks things when it appears in the wrong place. */
    private static final List<String> SPANNERS =
            List.of(
                    "\"",
                    "\\",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    " ",
                    "\t",
                    "-",
                    ".",
                    "e9",
                    "\0",
                    "\\u",
                    "\\ud800",
                    "null",
                    "1E+999999999",
                    "1e99999999999",
                    "[[[[",
                    "\u00e9",
                    "\ud83d\ude00",
                    "\u2028",
                    "\r",
                    "\"id\":1,",
                    "'");

    private final List<Signature> signatures;
    private final RandomGenerator random;
    private final RandomValues values;

    RandomLines(List<Signature> signatures, RandomGenerator random) {
        this.signatures =
                signatures.stream()
                        .filter(signature -> !signature.name().equals("quit"))
                        .filter(signature -> !signature.isTextOnly())
                        .toList();
        this.random = random;
        values = new RandomValues(random);
    }

    /** A line of any kind; one in three is broken. */
    public String next() {
        var line = random.nextBoolean() ? text() : json();
        return random.nextInt(3) == 0 ? broken(line) : line;
    }

    /** A valid command in text. */
    public String text() {
        var signature = values.oneOf(signatures);
        var words =
                signature.parameters().stream()
                        .limit(used(signature))
                        .map(values::words)
                        .collect(Collectors.joining(blanks()));
        boolean named = !signature.isDefault() || words.isEmpty() || startsLikeOther(words);
        return named ? signature.name() + blanks() + words : words;
    }

    /** Whether a line that begins so would not go to the default command. */
    private static boolean startsLikeOther(String words) {
        int first = words.codePointAt(0);
        return Character.isLetter(first) || first == '{' || first == '[';
    }

    private String blanks() {
        return " ".repeat(1 + random.nextInt(2)) + (random.nextInt(5) == 0 ? "\t" : "");
    }

    /** A valid line of JSON-RPC: a request, a notification, or a batch of both. */
    public String json() {
        if (random.nextInt(4) > 0) {
            return call();
        }
        return IntStream.rangeClosed(0, random.nextInt(LARGEST_BATCH))
                .mapToObj(_ -> call())
                .collect(Collectors.joining(",", "[", "]"));
    }

    private String call() {
        var signature = values.oneOf(signatures);
        var members = new ArrayList<String>();
        members.add("\"jsonrpc\":\"2.0\"");
        members.add("\"method\":\"" + signature.name() + "\"");
        members.add("\"params\":" + params(signature));
        if (random.nextInt(4) > 0) {
            members.add("\"id\":" + values.id());
        }
        return values.shuffled(members).stream().collect(Collectors.joining(", ", "{", "}"));
    }

    private String params(Signature signature) {
        var used = signature.parameters().subList(0, used(signature));
        if (random.nextBoolean()) {
            return used.stream().map(values::json).collect(Collectors.joining(",", "[", "]"));
        }
        var named =
                used.stream()
                        .map(parameter -> "\"" + parameter.name() + "\":" + values.json(parameter))
                        .toList();
        return values.shuffled(named).stream().collect(Collectors.joining(",", "{", "}"));
    }

    /** How many of the arguments to give: all that are needed, and some of the others. */
    private int used(Signature signature) {
        int all = signature.parameters().size();
        int needed = (int) signature.parameters().stream().filter(one -> !one.isOptional()).count();
        return random.nextInt(needed, all + 1);
    }

    /** This line with up to three small changes; it may happen to be valid all the same. */
    public String broken(String line) {
        var broken = line;
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            broken = changed(broken);
        }
        return broken;
    }

    private String changed(String line) {
        // Whole characters, so that none is cut in two.
        int length = line.codePointCount(0, line.length());
        int from = line.offsetByCodePoints(0, random.nextInt(length + 1));
        var head = line.substring(0, from);
        var tail = line.substring(from);
        var next = tail.isEmpty() ? "" : Character.toString(tail.codePointAt(0));
        return switch (random.nextInt(5)) {
            case 0 -> head + tail.substring(next.length()); // one less
            case 1 -> head + values.oneOf(SPANNERS) + tail;
            case 2 -> head + next.repeat(1 + random.nextInt(300)) + tail;
            case 3 -> head; // cut short
            default -> tail + head;
        };
    }
}
