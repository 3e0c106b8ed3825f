package dev.usher.services.pickle;

import dev.usher.services.pickle.PickleValue.Bool;
import dev.usher.services.pickle.PickleValue.Bytes;
import dev.usher.services.pickle.PickleValue.Dict;
import dev.usher.services.pickle.PickleValue.FrozenSet;
import dev.usher.services.pickle.PickleValue.Int;
import dev.usher.services.pickle.PickleValue.None;
import dev.usher.services.pickle.PickleValue.Real;
import dev.usher.services.pickle.PickleValue.Str;
import dev.usher.services.pickle.PickleValue.Tuple;
import dev.usher.services.python.PythonFloat;
import dev.usher.services.text.HarmlessText;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Writes values as Python's {@code repr} does. */
final class Repr {

    private Repr() {}

    static String of(PickleValue value) {
        return switch (value) {
            case None _ -> "None";
            case Bool(var truth) -> truth ? "True" : "False";
            case Int(var number) -> number.toString();
            case Real(var number) -> real(number);
            case Str(var text) -> quoted(text, HarmlessText::isPlain);
            case Bytes bytes -> "b" + quoted(latin1(bytes), Repr::isPrintableAscii);
            case PickleValue.List(var items) -> "[" + join(items) + "]";
            case Tuple(var items) -> "(" + join(items) + (items.size() == 1 ? ",)" : ")");
            case PickleValue.Set(var items) -> items.isEmpty() ? "set()" : "{" + join(items) + "}";
            case FrozenSet(var items) ->
                    items.isEmpty() ? "frozenset()" : "frozenset({" + join(items) + "})";
            case Dict(var entries) ->
                    entries.stream()
                            .map(entry -> of(entry.key()) + ": " + of(entry.value()))
                            .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String join(List<PickleValue> items) {
        return items.stream().map(Repr::of).collect(Collectors.joining(", "));
    }

    /** Each byte as the character of the same number. */
    private static String latin1(Bytes bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    /** In apostrophes, unless quotation marks save escapes. */
    private static String quoted(String text, IntPredicate isPlain) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        var quoted = new StringBuilder().append(quote);
        for (int character : text.codePoints().toArray()) {
            if (character == quote || character == '\\') {
                quoted.append('\\').appendCodePoint(character);
            } else if (isPlain.test(character)) {
                quoted.appendCodePoint(character);
            } else {
                quoted.append(escaped(character));
            }
        }
        return quoted.append(quote).toString();
    }

    private static String escaped(int character) {
        return switch (character) {
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> {
                String format =
                        character <= 0xff ? "\\x%02x" : character <= 0xffff ? "\\u%04x" : "\\U%08x";
                yield format.formatted(character);
            }
        };
    }

    private static boolean isPrintableAscii(int character) {
        return character >= ' ' && character <= '~';
    }

    private static String real(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number < 0 ? "-inf" : "inf";
        }
        return PythonFloat.print(number);
    }
}
