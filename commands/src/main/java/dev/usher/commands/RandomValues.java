package dev.usher.commands;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes arguments that commands accept, as words and as JSON. */
final class RandomValues {
    private static final List<String> DECIMALS =
            List.of("0", "-0.0", "42.0", "1e3", "-2.5E-7", "1E+999999999", "0E-999999999", "7e-9");
    private static final List<String> INTEGERS =
            List.of("0", "1", "-1", "2147483647", "-2147483648", "1e3", "5.0", "700e-2");
    private static final List<String> LETTERS =
            List.of("a", "Z", "7", "-", "_", ".", "/", "'", "é", "ß", "漢", "😀", "~");
    private static final List<String> SPECIALS =
            List.of(" ", "\t", "\\\"", "\\\\", "\\n", "\\u0000", "\\ud800", "\\u2028", "{", "[");

    private final RandomGenerator random;

    RandomValues(RandomGenerator random) {
        this.random = random;
    }

    <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    <T> List<T> shuffled(List<T> things) {
        var shuffled = new ArrayList<>(things);
        Collections.shuffle(shuffled, Random.from(random));
        return shuffled;
    }

    /** An argument as it stands in a line of text. */
    String words(Parameter parameter) {
        if (parameter.isOption()) {
            return parameter.word() + (parameter.isFlag() ? "" : "=" + value(parameter));
        }
        if (parameter.isRest()) {
            return word() + " \"" + word() + "  " + decimal();
        }
        return value(parameter);
    }

    private String value(Parameter parameter) {
        return switch (parameter.argumentType()) {
            case ArgumentType.Text _ -> random.nextBoolean() ? word() : string();
            case ArgumentType.Tree _ -> json(parameter);
            case ArgumentType.Choice choice -> oneOf(choice.choices());
            case ArgumentType.Numeric number -> number(number);
        };
    }

    /** An argument as it stands in JSON. */
    String json(Parameter parameter) {
        return switch (parameter.argumentType()) {
            case ArgumentType.Text _ -> string();
            case ArgumentType.Tree _ -> tree(3);
            case ArgumentType.Choice choice -> quoted(oneOf(choice.choices()));
            case ArgumentType.Numeric number ->
                    random.nextInt(4) == 0 ? quoted(number(number)) : number(number);
        };
    }

    /** An id of a request. */
    String id() {
        return switch (random.nextInt(5)) {
            case 0 -> string();
            case 1 -> decimal();
            case 2 -> "null";
            default -> Integer.toString(random.nextInt());
        };
    }

    private String number(ArgumentType.Numeric type) {
        return type == ArgumentType.Numeric.DECIMAL ? decimal() : oneOf(INTEGERS);
    }

    private String decimal() {
        return random.nextInt(3) == 0
                ? oneOf(DECIMALS)
                : random.nextInt(-1_000, 1_000) + "." + random.nextInt(1_000);
    }

    private String word() {
        return sequence(LETTERS, 1 + random.nextInt(6));
    }

    /** A string in quotes. Raw tabs are not allowed in there, everything else is. */
    private String string() {
        return quoted(sequence(LETTERS, random.nextInt(4)) + sequence(SPECIALS, random.nextInt(3)));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\t", "\\t") + "\"";
    }

    private String sequence(List<String> parts, int length) {
        return IntStream.range(0, length).mapToObj(_ -> oneOf(parts)).collect(Collectors.joining());
    }

    private String tree(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> string();
            case 3 -> decimal();
            case 4 -> oneOf(INTEGERS);
            case 5 -> "[" + tree(depth - 1) + ", " + tree(depth - 1) + "]";
            default -> "{\"a\": " + tree(depth - 1) + ",\"b\":" + tree(depth - 1) + "}";
        };
    }
}
