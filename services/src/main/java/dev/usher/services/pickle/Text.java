package dev.usher.services.pickle;

import static dev.usher.FailureException.malformed;

import dev.usher.FailureException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** How pickles write a {@code str}. */
final class Text {

    private Text() {}

    /**
     * UTF-8 in which each half of a surrogate pair may stand alone, as Python has it under the name
     * {@code surrogatepass}. It comes so from file names and arguments that were no UTF-8.
     */
    static String utf8(byte[] bytes) throws FailureException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var from = ByteBuffer.wrap(bytes);
        var to = CharBuffer.allocate(bytes.length);
        while (decoder.decode(from, to, true).isError()) {
            to.put(surrogate(from));
        }
        return to.flip().toString();
    }

    /** Three bytes 1110_1101 101x_xxxx 10xx_xxxx. */
    private static char surrogate(ByteBuffer from) throws FailureException {
        if (from.remaining() >= 3) {
            int lead = from.get() & 0xff;
            int middle = from.get() & 0xff;
            int last = from.get() & 0xff;
            if (lead == 0xed && middle >> 5 == 0b101 && last >> 6 == 0b10) {
                return (char) (0xd000 | ((middle & 0x3f) << 6) | (last & 0x3f));
            }
        }
        throw malformed("a str that is not UTF-8");
    }

    /**
     * The argument of UNICODE, in Python's encoding {@code raw-unicode-escape}: Latin-1 with
     * &#92;uXXXX and &#92;UXXXXXXXX for the rest. Any other backslash stands for itself, together
     * with the character after it.
     */
    static String rawUnicodeEscape(byte[] line) throws FailureException {
        var text = new StringBuilder(line.length);
        var from = ByteBuffer.wrap(line);
        while (from.hasRemaining()) {
            char next = (char) (from.get() & 0xff);
            if (next != '\\' || !from.hasRemaining()) {
                text.append(next);
                continue;
            }
            char kind = (char) (from.get() & 0xff);
            switch (kind) {
                case 'u' -> text.append((char) hexadecimal(from, 4));
                case 'U' -> text.appendCodePoint(codePoint(hexadecimal(from, 8)));
                default -> text.append(next).append(kind);
            }
        }
        return text.toString();
    }

    private static int codePoint(long number) throws FailureException {
        if (number > Character.MAX_CODE_POINT) {
            throw malformed("an escape beyond Unicode");
        }
        return (int) number;
    }

    /**
     * The argument of STRING: what Python 2 shows of a {@code str}, in quotes, with the escapes of
     * its source code. The {@code str} of Python 2 is bytes; they are taken for UTF-8, as by {@code
     * pickle.loads(…, encoding="utf-8")}.
     */
    static String quoted(byte[] line) throws FailureException {
        int last = line.length - 1;
        if (last < 1 || line[0] != line[last] || (line[0] != '\'' && line[0] != '"')) {
            throw malformed("a STRING without its quotes");
        }
        var bytes = new ByteArrayOutputStream(line.length);
        var from = ByteBuffer.wrap(line, 1, last - 1);
        while (from.hasRemaining()) {
            byte next = from.get();
            bytes.write(next == '\\' ? escaped(from) : next);
        }
        return utf8(bytes.toByteArray());
    }

    private static int escaped(ByteBuffer from) throws FailureException {
        char kind = from.hasRemaining() ? (char) from.get() : 0;
        return switch (kind) {
            case '\\', '\'', '"' -> kind;
            case 'a' -> 0x07;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'v' -> 0x0b;
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'x' -> (int) hexadecimal(from, 2);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(kind, from);
            default -> throw malformed("an unknown escape in a STRING");
        };
    }

    private static long hexadecimal(ByteBuffer from, int digits) throws FailureException {
        long number = 0;
        for (int i = 0; i < digits; i++) {
            int digit = from.hasRemaining() ? Character.digit(from.get(), 16) : -1;
            if (digit < 0) {
                throw malformed("an escape without its digits");
            }
            number = (number << 4) | digit;
        }
        return number;
    }

    /** Up to three digits, of which {@code first} is one. */
    private static int octal(char first, ByteBuffer from) {
        int number = Character.digit(first, 8);
        for (int i = 1; i < 3 && from.hasRemaining(); i++) {
            int digit = Character.digit(from.get(from.position()), 8);
            if (digit < 0) {
                break;
            }
            from.get();
            number = (number << 3) | digit;
        }
        return number;
    }
}
