package dev.usher.services.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;
import dev.usher.Output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Pickles to test with. */
final class Pickles {

    /** A pickle that Python wrote. */
    record Vector(String repr, String maker, String hexadecimal) {
        byte[] bytes() {
            return HexFormat.of().parseHex(hexadecimal);
        }

        @Override
        public String toString() {
            return maker + ": " + (repr.length() > 80 ? repr.substring(0, 80) + "…" : repr);
        }
    }

    private Pickles() {}

    /** Those in {@code vectors.txt}, which {@code vectors.py} beside it made. */
    static List<Vector> vectors() {
        return resource("vectors.txt").lines().map(Pickles::vector).toList();
    }

    private static Vector vector(String line) {
        String[] fields = line.split("\t", -1);
        return new Vector(fields[0], fields[1], fields[2]);
    }

    /** A text that lies beside the tests. */
    static String resource(String name) {
        try (var in = Objects.requireNonNull(Pickles.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Assembles a pickle from words: an opcode by its name, a byte as two hexadecimal digits, ASCII
     * between apostrophes, {@code LF}, and any of them so many times: {@code 3*MARK}.
     */
    static byte[] assemble(String program) {
        var bytes = new ByteArrayOutputStream();
        for (String word : program.strip().split("\\s+", -1)) {
            int times = word.indexOf('*');
            byte[] code = code(word.substring(times + 1));
            for (int i = times < 0 ? 1 : Integer.parseInt(word.substring(0, times)); i > 0; i--) {
                bytes.writeBytes(code);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] code(String word) {
        if (word.startsWith("'")) {
            return word.substring(1, word.length() - 1).getBytes(StandardCharsets.US_ASCII);
        }
        if (word.equals("LF")) {
            return new byte[] {'\n'};
        }
        return word.length() == 2
                ? HexFormat.of().parseHex(word)
                : new byte[] {(byte) Opcode.valueOf(word).code()};
    }

    /** Reads the one value of these bytes. */
    static PickleValue read(byte[] bytes) throws FailureException {
        try {
            return Objects.requireNonNull(PickleReader.read(Input.of(bytes)));
        } catch (FailureException refused) {
            throw refused;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes this value. */
    static byte[] write(PickleValue value) {
        var bytes = new ByteArrayOutputStream();
        var output = new Output(Channels.newChannel(bytes)::write);
        try {
            PickleWriter.write(output, value);
            output.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Checks that this {@linkplain #assemble program} is refused for this reason. */
    static void assertMalformed(String program, String reason) {
        assertMalformed(assemble(program), reason);
    }

    /** Checks that this is refused for this reason. */
    static void assertMalformed(byte[] pickle, String reason) {
        assertThatThrownBy(() -> read(pickle))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        refused ->
                                assertThat(refused.failure()).isInstanceOf(Failure.Malformed.class))
                .hasMessageContaining(reason);
    }
}
