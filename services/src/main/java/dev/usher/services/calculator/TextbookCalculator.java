package dev.usher.services.calculator;

import dev.usher.Listener;
import dev.usher.protocol.Unframed;
import dev.usher.services.python.PythonFloat;
import dev.usher.services.python.PythonInteger;
import dev.usher.services.python.PythonText;

import java.nio.charset.StandardCharsets;

/**
 * Calculates with whole numbers as Python does, for programs that know a calculator of a course: it
 * speaks {@linkplain Unframed unframed}, and answers {@code add 5 3} with {@code 8}, {@code divide
 * 7 2} with {@code 3.5}, and whatever has no result with {@code Error}. A client that stays gets an
 * answer to each request.
 *
 * <p>{@link Calculator} is exact where this one divides, and says what is wrong.
 */
public final class TextbookCalculator {
    private static final String NO_RESULT = "Error";

    /** A calculator; it keeps nothing, so one can serve many listeners. */
    public TextbookCalculator() {}

    /** This listener with a textbook calculator on it. */
    public Listener on(Listener listener) {
        return listener.answer(Unframed.bytes(), TextbookCalculator::process);
    }

    private static byte[] process(byte[] data) {
        // What is not UTF-8 becomes a character that is in no operation and in no number.
        var request = new String(data, StandardCharsets.UTF_8);
        return answer(request).getBytes(StandardCharsets.US_ASCII);
    }

    /** What the client is sent for this request. */
    static String answer(String request) {
        var words = PythonText.split(request);
        if (words.size() != 3) {
            return NO_RESULT;
        }
        try {
            var a = PythonInteger.parse(words.get(1));
            var b = PythonInteger.parse(words.get(2));
            return switch (words.getFirst()) {
                case "add" -> PythonInteger.print(a.add(b));
                case "subtract" -> PythonInteger.print(a.subtract(b));
                case "multiply" -> PythonInteger.print(a.multiply(b));
                case "divide" -> PythonFloat.print(PythonFloat.quotient(a, b));
                default -> NO_RESULT;
            };
        } catch (NumberFormatException | ArithmeticException noResult) {
            return NO_RESULT;
        }
    }
}
