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

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells values, with their types, as {@code differential.py} does. */
final class Notation {

    private Notation() {}

    static String of(PickleValue value) {
        return switch (value) {
            case None _ -> "None";
            case Bool(var truth) -> truth ? "True" : "False";
            case Int(var number) -> "i" + number.toString(16);
            case Real(var number) -> "f" + bits(number);
            case Str(var text) -> "s" + utf16(text);
            case Bytes bytes -> "b" + HexFormat.of().formatHex(bytes.toByteArray());
            case PickleValue.List(var items) -> join(each(items), "[", "]");
            case Tuple(var items) -> join(each(items), "(", ")");
            case PickleValue.Set(var items) -> join(each(items).sorted(), "{", "}");
            case FrozenSet(var items) -> join(each(items).sorted(), "<", ">");
            case Dict(var entries) ->
                    join(
                            entries.stream()
                                    .map(entry -> of(entry.key()) + ":" + of(entry.value())),
                            "d{",
                            "}");
        };
    }

    private static Stream<String> each(List<PickleValue> items) {
        return items.stream().map(Notation::of);
    }

    private static String join(Stream<String> parts, String begin, String end) {
        return parts.collect(Collectors.joining(",", begin, end));
    }

    private static String bits(double number) {
        return Double.isNaN(number)
                ? "nan"
                : HexFormat.of().toHexDigits(Double.doubleToLongBits(number));
    }

    private static String utf16(String text) {
        var hexadecimal = new StringBuilder();
        text.chars().forEach(unit -> hexadecimal.append(HexFormat.of().toHexDigits((char) unit)));
        return hexadecimal.toString();
    }
}
