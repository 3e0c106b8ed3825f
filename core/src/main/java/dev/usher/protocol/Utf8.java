package dev.usher.protocol;

import dev.usher.FailureException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from bytes that must be UTF-8. */
final class Utf8 {
    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {}

    /**
     * Decodes a part of an array.
     *
     * @param what the text is, for the client
     * @throws FailureException malformed, if it is not UTF-8
     */
    static String decode(byte[] bytes, int from, int to, String what) throws FailureException {
        var text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        // The JDK puts this character in the place of what it cannot decode; or it was sent.
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(bytes, from, to, what);
    }

    private static String decodeStrictly(byte[] bytes, int from, int to, String what)
            throws FailureException {
        try {
            var part = ByteBuffer.wrap(bytes, from, to - from);
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException notText) {
            throw FailureException.malformed(what + " is not UTF-8");
        }
    }
}
