package dev.usher.services.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.usher.services.pickle.PickleValue.Bool;
import dev.usher.services.pickle.PickleValue.Bytes;
import dev.usher.services.pickle.PickleValue.Dict;
import dev.usher.services.pickle.PickleValue.Entry;
import dev.usher.services.pickle.PickleValue.FrozenSet;
import dev.usher.services.pickle.PickleValue.Int;
import dev.usher.services.pickle.PickleValue.None;
import dev.usher.services.pickle.PickleValue.Real;
import dev.usher.services.pickle.PickleValue.Str;
import dev.usher.services.pickle.PickleValue.Tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class PickleValueTest {

    /** One of each type, hashable ones first. */
    private static final List<PickleValue> ONE_OF_EACH =
            List.of(
                    new None(),
                    new Bool(true),
                    Int.of(1),
                    new Real(1),
                    new Str("1"),
                    bytes(1),
                    Tuple.of(Int.of(1)),
                    FrozenSet.of(Int.of(1)),
                    PickleValue.List.of(Int.of(1)),
                    PickleValue.Set.of(Int.of(1)),
                    Dict.of(new Entry("1", Int.of(1))));

    private static final int HASHABLE = 8;

    @Test
    void eachTypeHasTheNameThatPythonGivesIt() {
        assertThat(ONE_OF_EACH)
                .extracting(PickleValue::type)
                .containsExactly(
                        "NoneType",
                        "bool",
                        "int",
                        "float",
                        "str",
                        "bytes",
                        "tuple",
                        "frozenset",
                        "list",
                        "set",
                        "dict");
    }

    @Test
    void aDictGivesTheValueOfItsKey() {
        var dict = Dict.of(new Entry("a", Int.of(1)), new Entry("b", new None()));

        assertThat(dict.get("a")).isEqualTo(Int.of(1));
        assertThat(dict.get("b")).isEqualTo(new None());
        assertThat(dict.get("c")).isNull();
    }

    @Test
    void ofEntriesWithTheSameKeyTheFirstHasThePlaceAndTheLastTheValue() {
        var dict =
                Dict.of(
                        new Entry("a", Int.of(1)),
                        new Entry("b", Int.of(2)),
                        new Entry("a", Int.of(3)));

        assertThat(dict.repr()).isEqualTo("{'a': 3, 'b': 2}");
    }

    @Test
    void keysOfDifferentTypesAreDifferentKeys() {
        var keys = ONE_OF_EACH.subList(0, HASHABLE);

        assertThat(new Dict(keys.stream().map(key -> new Entry(key, key)).toList()).entries())
                .extracting(Entry::key)
                .containsExactlyElementsOf(keys);
        assertThat(new PickleValue.Set(keys).items()).hasSameElementsAs(keys);
    }

    @Test
    void keysAreEqualIfTheyConsistOfTheSame() {
        for (int i = 0; i < HASHABLE; i++) {
            var one = new ArrayList<PickleValue>();
            one.add(Tuple.of(ONE_OF_EACH.get(i), bytes(0, 1)));
            one.add(Tuple.of(ONE_OF_EACH.get(i), bytes(0, 1)));
            one.add(Tuple.of(ONE_OF_EACH.get(i), bytes(0, 1), new None()));
            one.add(Tuple.of(ONE_OF_EACH.get(i), bytes(0, 2)));

            assertThat(new FrozenSet(one).items()).hasSize(3);
        }
    }

    @Test
    void setsAreEqualIfTheyHaveTheSameItemsInWhateverOrder() {
        var one = PickleValue.Set.of(new Str("a"), Int.of(1), Int.of(2));
        var other = PickleValue.Set.of(Int.of(2), new Str("a"), Int.of(1), Int.of(2));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    void aListASetAndADictAreNoKeys() {
        for (var value : ONE_OF_EACH.subList(HASHABLE, ONE_OF_EACH.size())) {
            for (var unhashable : List.of(value, Tuple.of(new None(), Tuple.of(value)))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new Entry(unhashable, new None()))
                        .withMessage("unhashable type: " + unhashable.type());
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> PickleValue.Set.of(unhashable));
                assertThatIllegalArgumentException().isThrownBy(() -> FrozenSet.of(unhashable));
            }
        }
    }

    @Test
    void aValueDoesNotChangeWithWhatItWasMadeOf() {
        var items = new ArrayList<PickleValue>(List.of(Int.of(1)));
        var list = new PickleValue.List(items);
        var array = new byte[] {1};
        var bytes = new Bytes(array);

        items.clear();
        array[0] = 2;
        bytes.toByteArray()[0] = 3;

        assertThat(list.items()).containsExactly(Int.of(1));
        assertThat(bytes).isEqualTo(bytes(1)).hasSameHashCodeAs(bytes(1)).hasToString("b'\\x01'");
        assertThat(bytes.length()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-1.5, -1.5",
        "123456789, 123456789.0",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "0.000012, 1.2e-05",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.25e16, 1.25e+16",
        "1e23, 1e+23",
        "2e-323, 2e-323",
        "4.9E-324, 5e-324",
        "1.7976931348623157E308, 1.7976931348623157e+308",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf",
    })
    void aFloatIsShownInTheFewestDigitsThatGiveItBack(double value, String repr) {
        assertThat(new Real(value).repr()).isEqualTo(repr);
    }

    @Test
    void aStrIsShownInQuotesWithEscapesForWhatCannotBeSeen() {
        assertThat(new Str("it's").repr()).isEqualTo("\"it's\"");
        assertThat(new Str("\"").repr()).isEqualTo("'\"'");
        assertThat(new Str("'\"\\").repr()).isEqualTo("'\\'\"\\\\'");
        assertThat(new Str(" ~ë日😀").repr()).isEqualTo("' ~ë日😀'");
        assertThat(new Str("\t\n\r\0\u001b\u007f\u00a0\u00ad").repr())
                .isEqualTo("'\\t\\n\\r\\x00\\x1b\\x7f\\xa0\\xad'");
        assertThat(new Str("\u2028\u2029\u202e\u3000\ue000\uffff\udc80").repr())
                .isEqualTo("'\\u2028\\u2029\\u202e\\u3000\\ue000\\uffff\\udc80'");
        assertThat(new Str("\udb40\udc01").repr()).isEqualTo("'\\U000e0001'");
    }

    @Test
    void bytesAreShownInAscii() {
        assertThat(bytes('a', '\\', 0x7f, 0x80, 0xff, '\n', '\'').repr())
                .isEqualTo("b\"a\\\\\\x7f\\x80\\xff\\n'\"");
    }

    @Test
    void containersAreShownWithWhatTheyHold() {
        assertThat(PickleValue.List.of(ONE_OF_EACH.toArray(PickleValue[]::new)).repr())
                .isEqualTo(
                        "[None, True, 1, 1.0, '1', b'\\x01', (1,), frozenset({1}), [1], {1},"
                                + " {'1': 1}]");
        assertThat(Tuple.of().repr()).isEqualTo("()");
        assertThat(Tuple.of(Int.of(1), Int.of(2)).repr()).isEqualTo("(1, 2)");
        assertThat(PickleValue.Set.of().repr()).isEqualTo("set()");
        assertThat(FrozenSet.of().repr()).isEqualTo("frozenset()");
        assertThat(Dict.of().repr()).isEqualTo("{}");
    }

    private static Bytes bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new Bytes(bytes);
    }
}
