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
     * Decodes what remains in the buffer, which has an array.
     *
     * @param what the text is, for the client
     * @throws FailureException malformed, if it is not UTF-8
     */
    static String decode(ByteBuffer bytes, String what) throws FailureException {
        int start = bytes.arrayOffset() + bytes.position();
        var text = new String(bytes.array(), start, bytes.remaining(), StandardCharsets.UTF_8);
        // The JDK puts this character in the place of what it cannot decode; or it was sent.
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(bytes, what);
    }

    private static String decodeStrictly(ByteBuffer bytes, String what) throws FailureException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException notText) {
            throw FailureException.malformed(what + " is not UTF-8");
        }
    }
}
