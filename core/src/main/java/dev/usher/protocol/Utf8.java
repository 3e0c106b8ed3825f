package dev.usher.protocol;

import dev.usher.FailureException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from bytes that must be UTF-8. */
final class Utf8 {
    private Utf8() {}

    /**
     * Decodes what remains in the buffer, which has an array.
     *
     * @param what the text is, for the client
     * @throws FailureException malformed, if it is not UTF-8
     */
    static String decode(ByteBuffer bytes, String what) throws FailureException {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) < 0) {
                return decodeStrictly(bytes, what);
            }
        }
        // ASCII, as most of what is sent: Latin-1 is decoded by copying.
        int start = bytes.arrayOffset() + bytes.position();
        return new String(bytes.array(), start, bytes.remaining(), StandardCharsets.ISO_8859_1);
    }

    private static String decodeStrictly(ByteBuffer bytes, String what) throws FailureException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException notText) {
            throw FailureException.malformed(what + " is not UTF-8");
        }
    }
}
