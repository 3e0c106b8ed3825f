package dev.usher.services.pickle;

import dev.usher.FailureException;
import dev.usher.Input;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Reads what any Python's {@code pickle.dumps} writes, in protocols 0 to 5, if it is made of {@link
 * PickleValue}s alone. Nothing is imported, called or looked up for the sender: an opcode that asks
 * for it is refused by its name, before any other is executed. That includes the way in which
 * protocols below 3 write {@code bytes} and those below 4 sets: they call their types. A {@code
 * bytearray} is read as bytes, a {@code str} of Python 2 as text in UTF-8.
 *
 * <p>While bytes are waited for, no more memory is held than has arrived. What a whole pickle makes
 * has the limits below. They hold for later walks through the value as well: what it has in several
 * places counts as often, and nothing contains itself.
 */
public final class PickleReader {

    /**
     * The most bytes that a pickle may have, and that its value may take if whatever is shared in
     * it were written out each time. The limit on messages holds as well, and is lower by default.
     */
    public static final int MAX_BYTES = 1 << 20;

    /** The most containers inside one another. */
    public static final int MAX_LEVELS = 100;

    /**
     * The most values on the stack, and in the memo; and so the most items of a tuple or a
     * frozenset, which are all on the stack before it is made of them.
     */
    public static final int MAX_ITEMS = 1 << 16;

    /**
     * The most decimal digits of an int: as many as Python reads and writes unless told otherwise.
     */
    public static final int MAX_DIGITS = 4_300;

    private PickleReader() {}

    /**
     * Reads one value, up to its STOP and no byte more; waits for it.
     *
     * @return the value, or {@code null} if the input ends before the first byte
     * @throws FailureException malformed, if an opcode is not allowed or does not fit, or a limit
     *     is exceeded; too long, if that is the limit on bytes; cut short, if the input ends before
     *     STOP. After any of them the rest of the input means nothing
     */
    public static @Nullable PickleValue read(Input input) throws IOException {
        return input.atEnd() ? null : Machine.run(Program.read(input));
    }
}
