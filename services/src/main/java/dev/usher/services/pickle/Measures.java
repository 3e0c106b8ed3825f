package dev.usher.services.pickle;

import static dev.usher.FailureException.malformed;

import dev.usher.FailureException;

/**
 * Bounds what one pickle can cost whoever reads its value. By the memo a few hundred bytes make a
 * value with 2^40 paths through it; that takes little memory, until somebody prints it.
 */
final class Measures {

    /** The size of all keys so far, those of one value in several dicts each time. */
    private int keys;

    /** Returns the size of a container, unless sharing has made it too large. */
    int checkSize(int size) throws FailureException {
        if (size > PickleReader.MAX_BYTES) {
            throw malformed("more than " + PickleReader.MAX_BYTES + " bytes, written out");
        }
        return size;
    }

    /** Returns the levels of a container, unless they are too many. */
    int checkLevels(int levels) throws FailureException {
        if (levels > PickleReader.MAX_LEVELS) {
            throw malformed("more than " + PickleReader.MAX_LEVELS + " levels");
        }
        return levels;
    }

    /**
     * Checks what shall be a key or an element of a set. These are compared with one another, from
     * end to end if need be, so that all of them together have a limit.
     */
    void checkKey(Item.Finished key) throws FailureException {
        keys = checkSize(keys + key.size());
        if (!key.value().isHashable()) {
            throw malformed("unhashable type: " + key.value().type());
        }
    }
}
