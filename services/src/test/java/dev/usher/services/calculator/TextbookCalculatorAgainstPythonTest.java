package dev.usher.services.calculator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.services.python.Python;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Whatever is asked, the textbook calculator answers as Python would. Each test prints its seed;
 * {@code -Dseed=…} runs it again.
 */
class TextbookCalculatorAgainstPythonTest {
    private static final int ROUNDS = 5_000;
    private static final BigInteger ONE = BigInteger.ONE;
    private static final String CALCULATOR =
            """
            import operator
            import sys
            operations = {'add': operator.add, 'subtract': operator.sub,
                          'multiply': operator.mul, 'divide': operator.truediv}
            for line in sys.stdin:
                try:
                    name, a, b = bytes.fromhex(line).decode().split()
                    print(operations[name](int(a), int(b)))
                except Exception:
                    print('Error')
            """;

    @TempDir Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void calculatesWithRandomNumbers() throws Exception {
        var requests = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            requests.add(operation() + " " + number() + " " + number());
        }
        compare(requests);
    }

    @Test
    void roundsQuotientsThatLieBetweenTwoNumbers() throws Exception {
        var requests = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            var divisor = integer(1 + random.nextInt(200)).abs().max(ONE);
            // 54 bits, of which a double drops one: it lies in the middle, or next to it.
            var middle = new BigInteger(53, random).setBit(53).setBit(0);
            var dividend = middle.multiply(divisor).add(BigInteger.valueOf(random.nextInt(3) - 1));
            int shift = random.nextInt(2_400) - 1_200;
            requests.add(
                    "divide %s %s"
                            .formatted(
                                    dividend.shiftLeft(Math.max(0, shift)),
                                    divisor.shiftLeft(Math.max(0, -shift))));
        }
        compare(requests);
    }

    @Test
    void printsTheSmallestNumbersAndTheirNeighbours() throws Exception {
        var requests = new ArrayList<String>();
        var least = ONE.shiftLeft(1_075); // of which 1 is half the least number there is
        for (int halves = -1; halves < ROUNDS; halves++) {
            requests.add("divide " + halves + " " + least);
        }
        for (int exponent = -330; exponent <= 310; exponent++) {
            for (int digit = 1; digit <= 9; digit++) {
                var power = BigInteger.TEN.pow(Math.abs(exponent)).toString();
                requests.add(
                        exponent < 0
                                ? "divide " + digit + " " + power
                                : "divide " + digit + power.substring(1) + " 1");
            }
        }
        compare(requests);
    }

    @Test
    void readsRandomTextAsNumbersOrRefusesIt() throws Exception {
        var requests = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            requests.add(operation() + space() + text() + space() + text() + space());
        }
        compare(requests);
    }

    private void compare(List<String> requests) throws Exception {
        System.out.println("seed=" + seed);
        var lines =
                requests.stream()
                        .map(request -> request.getBytes(StandardCharsets.UTF_8))
                        .map(HexFormat.of()::formatHex)
                        .toList();
        var expected = Python.run(CALCULATOR, lines, folder);
        assertThat(expected).hasSameSizeAs(requests);
        for (int i = 0; i < expected.size(); i++) {
            var request = requests.get(i);
            assertThat(TextbookCalculator.answer(request))
                    .as("seed %d: %s", seed, request)
                    .isEqualTo(expected.get(i));
        }
    }

    private String operation() {
        return oneOf("add", "subtract", "multiply", "divide", "divide", "divide");
    }

    /** Small ones often, and those around powers of two and ten, where rounding shows. */
    private BigInteger number() {
        var number =
                switch (random.nextInt(6)) {
                    case 0 -> BigInteger.valueOf(random.nextInt(100) - 10);
                    case 1 -> ONE.shiftLeft(random.nextInt(1_100));
                    case 2 -> BigInteger.TEN.pow(random.nextInt(random.nextBoolean() ? 30 : 4_301));
                    case 3 -> integer(random.nextInt(14_290));
                    default -> integer(random.nextInt(130));
                };
        return number.add(BigInteger.valueOf(random.nextInt(5) - 2));
    }

    private BigInteger integer(int bits) {
        var magnitude = new BigInteger(bits, random);
        return random.nextBoolean() ? magnitude : magnitude.negate();
    }

    private String text() {
        var text = new StringBuilder(oneOf("", "", "-", "+", "_", "--"));
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            text.append(oneOf("0", "7", "42", "1_0", "٣", "𝟗", "_", "-", ".", "e", "²", "\u0000"));
        }
        return text.toString();
    }

    private String space() {
        return oneOf(" ", " ", "\t", "\n", "\u00a0", "\u0085", "\u2007", "\u001c", "\u3000", "");
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
