package dev.usher.services.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.usher.FailureException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What we read and write, compared with the {@code python3} of this machine. Each test prints its
 * seed; {@code -Dseed=…} runs it again.
 */
class PickleDifferentialTest {

    private static final int ROUNDS = 200;
    private static final int MUTANTS = Integer.getInteger("mutants", 20_000);

    /** The exit status of a Python before 3.8. */
    private static final int TOO_OLD = 3;

    @TempDir private Path folder;

    private long seed;
    private Random random = new Random();

    @BeforeEach
    void seed(TestInfo test) {
        seed = Long.getLong("seed", System.nanoTime());
        random = new Random(seed);
        System.out.println(test.getDisplayName() + " seed=" + seed);
    }

    @Test
    void weReadWhatPythonWrites() throws Exception {
        var lines = python(List.of(), "dump", Long.toString(seed), Integer.toString(ROUNDS));

        assertThat(lines).hasSizeGreaterThan(5 * ROUNDS);
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            assertThat(Notation.of(Pickles.read(HexFormat.of().parseHex(fields[0]))))
                    .as("seed %d: %s", seed, fields[0])
                    .isEqualTo(fields[1]);
        }
    }

    @Test
    void pythonReadsWhatWeWrite() throws Exception {
        var values = new RandomValues(random);
        List<PickleValue> written =
                Stream.generate(() -> values.value(random.nextInt(6))).limit(10 * ROUNDS).toList();
        var pickles = written.stream().map(Pickles::write).toList();

        var lines = python(pickles, "load");
        for (int i = 0; i < written.size(); i++) {
            byte[] pickle = pickles.get(i);
            // Python writes the same bytes in this protocol. We use 4 only for its sets, and not
            // the shorter forms that it has for what there was before.
            String same = pickle[1] < 4 ? Integer.toString(pickle[1]) : "";
            assertThat(lines.get(i))
                    .as("seed %d: %s", seed, HexFormat.of().formatHex(pickle))
                    .isEqualTo(Notation.of(written.get(i)) + "\t" + same);
        }
    }

    @Test
    void whateverWeAcceptHasTheValueThatItHasForPython() throws Exception {
        var mutants = new Mutants(random);
        var accepted = new ArrayList<byte[]>();
        var values = new ArrayList<String>();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] pickle = mutants.next();
            try {
                var value = Pickles.read(pickle);
                if (!mayDifferInItsKeys(value)) {
                    accepted.add(pickle);
                    values.add(Notation.of(value));
                }
            } catch (FailureException refused) {
                // Then there is nothing to compare.
            }
        }

        assertThat(accepted).hasSizeGreaterThan(MUTANTS / 20);
        var lines = python(accepted, "load");
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            assertThat(lines.get(i))
                    .as("seed %d: %s", seed, HexFormat.of().formatHex(accepted.get(i)))
                    .satisfiesAnyOf(
                            line -> assertThat(line).startsWith(value + "\t"),
                            // We have no bytearray, and take it for bytes.
                            line -> assertThat(line).contains("unhashable type: 'bytearray'"));
        }
    }

    @Test
    void weKnowAllOpcodesThatPythonKnows() throws Exception {
        var opcodes = python(List.of(), "opcodes");

        assertThat(Stream.of(Opcode.values()).map(opcode -> opcode + " " + opcode.code()))
                .containsExactlyElementsOf(opcodes);
    }

    /** What the script prints when these pickles are its input. */
    private List<String> python(List<byte[]> pickles, String... arguments) throws Exception {
        var script =
                Files.writeString(folder.resolve("script.py"), Pickles.resource("differential.py"));
        var input =
                Files.write(
                        folder.resolve("input"),
                        pickles.stream().map(HexFormat.of()::formatHex).toList());
        var output = folder.resolve("output");
        var command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(List.of(arguments));
        Process python;
        try {
            python =
                    new ProcessBuilder(command)
                            .redirectInput(input.toFile())
                            .redirectOutput(output.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException missing) {
            return abort("there is no python3 to compare with: " + missing.getMessage());
        }
        int status = python.waitFor();
        if (status == TOO_OLD) {
            return abort("python3 is too old to compare with: it has no protocol 5");
        }
        assertThat(status).isZero();
        return Files.readAllLines(output);
    }

    /** A key that is a bool or a float can equal another one, in Python, that is an int. */
    private static boolean mayDifferInItsKeys(PickleValue value) {
        return switch (value) {
            case PickleValue.List(var items) ->
                    items.stream().anyMatch(PickleDifferentialTest::mayDifferInItsKeys);
            case PickleValue.Tuple(var items) ->
                    items.stream().anyMatch(PickleDifferentialTest::mayDifferInItsKeys);
            case PickleValue.Set(var items) ->
                    items.stream().anyMatch(PickleDifferentialTest::holdsBoolOrReal);
            case PickleValue.FrozenSet(var items) ->
                    items.stream().anyMatch(PickleDifferentialTest::holdsBoolOrReal);
            case PickleValue.Dict(var entries) ->
                    entries.stream()
                            .anyMatch(entry ->
                                    holdsBoolOrReal(entry.key())
                                            || mayDifferInItsKeys(entry.value()));
            default -> false;
        };
    }

    private static boolean holdsBoolOrReal(PickleValue key) {
        return switch (key) {
            case PickleValue.Bool _, PickleValue.Real _ -> true;
            case PickleValue.Tuple(var items) ->
                    items.stream().anyMatch(PickleDifferentialTest::holdsBoolOrReal);
            case PickleValue.FrozenSet(var items) ->
                    items.stream().anyMatch(PickleDifferentialTest::holdsBoolOrReal);
            default -> false;
        };
    }
}
