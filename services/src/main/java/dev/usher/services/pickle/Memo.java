package dev.usher.services.pickle;

import static dev.usher.FailureException.malformed;

import dev.usher.FailureException;

import java.util.HashMap;
import java.util.Map;

/** What a pickle may refer to again, by numbers of its choice. */
final class Memo {

    private final Map<Long, Item> items = new HashMap<>();

    void put(long index, Item item) throws FailureException {
        items.put(index, item);
        if (items.size() > PickleReader.MAX_ITEMS) {
            throw malformed("more than " + PickleReader.MAX_ITEMS + " values in the memo");
        }
    }

    /** Gives the item the next number, counted from 0. */
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
