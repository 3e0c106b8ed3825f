package dev.usher.services.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.services.pickle.Pickles.Vector;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What Python writes, however the network cuts it. */
class PickleReaderTest {

    private final List<Vector> vectors = Pickles.vectors();

    @Test
    void aPickleOfPythonHasTheValueThatPythonGaveIt() throws IOException {
        for (var vector : vectors) {
            assertThat(Pickles.read(vector.bytes()).repr())
                    .as("%s", vector)
                    .isEqualTo(vector.repr());
        }
    }

    @Test
    void everyProtocolIsAmongThem() {
        for (int protocol = 0; protocol <= 5; protocol++) {
            assertThat(vectors).extracting(Vector::maker).contains("python3, protocol " + protocol);
        }
    }

    @Test
    void aPickleMayBeCutAnywhere() throws IOException {
        for (var vector : vectors) {
            byte[] bytes = vector.bytes();
            for (int cut = 1; cut < bytes.length; cut++) {
                var input =
                        Input.of(
                                Arrays.copyOf(bytes, cut),
                                Arrays.copyOfRange(bytes, cut, bytes.length));
                assertThat(repr(input)).as("%s, cut at %d", vector, cut).isEqualTo(vector.repr());
            }
        }
    }

    @Test
    void aPickleMayComeByteByByte() throws IOException {
        for (var vector : vectors) {
            var pieces = new byte[vector.bytes().length][1];
            for (int i = 0; i < pieces.length; i++) {
                pieces[i][0] = vector.bytes()[i];
            }
            assertThat(repr(Input.of(pieces))).isEqualTo(vector.repr());
        }
    }

    @Test
    void manyPicklesMayComeAtOnce() throws IOException {
        var all = new ByteArrayOutputStream();
        vectors.forEach(vector -> all.writeBytes(vector.bytes()));
        var input = Input.of(all.toByteArray());

        long end = 0;
        for (var vector : vectors) {
            end += vector.bytes().length;
            assertThat(repr(input)).isEqualTo(vector.repr());
            assertThat(input.position()).as("not a byte more").isEqualTo(end);
        }
        assertThat(PickleReader.read(input)).isNull();
    }

    @Test
    void theEndOfTheInputBeforeAPickleIsNoFailure() throws IOException {
        assertThat(PickleReader.read(Input.of())).isNull();
    }

    @Test
    void theEndOfTheInputWithinAPickleCutsItShort() {
        for (var vector : vectors) {
            for (int length = 1; length < vector.bytes().length; length++) {
                byte[] beginning = Arrays.copyOf(vector.bytes(), length);
                assertThatThrownBy(() -> Pickles.read(beginning))
                        .as("%s, of length %d", vector, length)
                        .isInstanceOfSatisfying(
                                FailureException.class,
                                cut ->
                                        assertThat(cut.failure())
                                                .isInstanceOf(Failure.CutShort.class));
            }
        }
    }

    @Test
    void bytesAreWaitedForBeforeTheyAreAllThere() throws IOException {
        var input =
                Input.of(
                        Pickles.assemble("PROTO 02 BINUNICODE 05 00 00 00 'he'"),
                        Pickles.assemble("'llo' STOP 'rest'"));

        assertThat(repr(input)).isEqualTo("'hello'");
        assertThat(input.unread().remaining()).isEqualTo("rest".length());
    }

    private static String repr(Input input) throws IOException {
        return PickleReader.read(input).repr();
    }
}
