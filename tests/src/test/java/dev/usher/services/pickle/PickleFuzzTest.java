package dev.usher.services.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;

import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Any bytes at all are a pickle that is read, or one that is refused. */
class PickleFuzzTest {

    /**
     * {@code {'a': [(1,), {2}, None], 'b': b'c'}} in protocols 4 and 3, and a dict in protocol 0.
     */
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "80049520000000000000007d94288c0161945d94284b0185948f94284b02904e658c0162944301639475"
                            + "2e",
                        "80037d71002858010000006171015d7102284b018571034e6558010000006271044301637105752e",
                        "286470300a567369640a70310a49370a7356780a70320a46312e350a732e")
                .map(HexFormat.of()::parseHex);
    }

    // Jazzer wants to be the last of the annotations.
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void whateverArrivesIsReadOrRefused(byte[] bytes) throws IOException {
        var input = Input.of(bytes);
        try {
            var value = PickleReader.read(input);
            if (value == null) {
                assertThat(bytes).isEmpty();
            } else {
                assertThat(bytes[(int) input.position() - 1]).isEqualTo((byte) '.');
                assertThat(value.repr()).hasSizeLessThan(10 * PickleReader.MAX_BYTES);
            }
        } catch (FailureException refused) {
            assertThat(refused.failure())
                    .isInstanceOfAny(
                            Failure.Malformed.class, Failure.TooLong.class, Failure.CutShort.class);
        }
    }
}
