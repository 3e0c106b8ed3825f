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

import java.math.BigDecimal;
import java.math.MathContext;
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
            case Str(var text) -> quoted(text, Repr::isPrintable);
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

    /** All but the categories Other and Separator, of which the space is printable. */
    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }

    /**
     * The fewest digits that give this number back, with an exponent below 1e-4 and from 1e16 on.
     */
    private static String real(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        String sign = Math.copySign(1, number) < 0 ? "-" : "";
        if (Double.isInfinite(number)) {
            return sign + "inf";
        }
        var decimal = fewestDigits(Math.abs(number));
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            return sign + (decimal.scale() < 1 ? decimal.setScale(1) : decimal).toPlainString();
        }
        String digits = decimal.unscaledValue().toString();
        String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
        return "%s%s%se%+03d".formatted(sign, digits.charAt(0), rest, exponent);
    }

    private static BigDecimal fewestDigits(double number) {
        var digits = new BigDecimal(Double.toString(number));
        // Java writes two digits where one would do: 4.9E-324.
        var oneDigit = digits.round(new MathContext(1));
        return (oneDigit.doubleValue() == number ? oneDigit : digits).stripTrailingZeros();
    }
}
