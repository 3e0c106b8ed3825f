package dev.usher.services.pickle;

import static dev.usher.FailureException.malformed;

import dev.usher.FailureException;

import java.util.HashMap;
import java.util.Map;

/**
 * What a pickle may refer to again, by number. Python counts from 0 or 1, so that a number is no
 * larger than the memo has to be.
 */
final class Memo {

    private final Map<Long, Item> items = new HashMap<>();

    void put(long index, Item item) throws FailureException {
        if (index >= PickleReader.MAX_ITEMS) {
            throw malformed("more than " + PickleReader.MAX_ITEMS + " values in the memo");
        }
        items.put(index, item);
    }

    /** Gives the item the number that is next if all before it are taken. */
    void add(Item item) throws FailureException {
        put(items.size(), item);
    }

    Item get(long index) throws FailureException {
        Item item = items.get(index);
        if (item == null) {
            throw malformed("nothing in the memo at " + index);
        }
        return item;
    }
}
