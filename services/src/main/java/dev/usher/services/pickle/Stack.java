package dev.usher.services.pickle;

import static dev.usher.FailureException.malformed;

import dev.usher.FailureException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The stack of the pickle machine. Marks divide it: what is below the last mark cannot be reached
 * until that mark is taken away.
 */
final class Stack {

    private final List<Item> items = new ArrayList<>();

    /** How many items are below each mark, the last mark first. */
    private final Deque<Integer> marks = new ArrayDeque<>();

    void push(Item item) throws FailureException {
        if (items.size() == PickleReader.MAX_ITEMS) {
            throw malformed("more than " + PickleReader.MAX_ITEMS + " values at once");
        }
        items.add(item);
    }

    Item top() throws FailureException {
        require(1);
        return items.getLast();
    }

    /** Takes the last so many items, the deepest of them first. */
    List<Item> pop(int count) throws FailureException {
        require(count);
        return take(count);
    }

    /** Sets a mark. Each open mark is a container that has begun, so the same limit holds. */
    void mark() throws FailureException {
        if (marks.size() == PickleReader.MAX_LEVELS) {
            throw malformed("more than " + PickleReader.MAX_LEVELS + " levels");
        }
        marks.push(items.size());
    }

    /** Takes the last mark away, and the items above it. */
    List<Item> popMark() throws FailureException {
        if (marks.isEmpty()) {
            throw malformed("a MARK is missing");
        }
        return take(items.size() - marks.pop());
    }

    /** Takes the uppermost item or mark away. */
    void drop() throws FailureException {
        if (aboveMark() == 0 && !marks.isEmpty()) {
            marks.pop();
        } else {
            pop(1);
        }
    }

    private void require(int count) throws FailureException {
        if (aboveMark() < count) {
            throw malformed("a value is missing");
        }
    }

    private int aboveMark() {
        return items.size() - (marks.isEmpty() ? 0 : marks.peek());
    }

    private List<Item> take(int count) {
        var end = items.subList(items.size() - count, items.size());
        var taken = List.copyOf(end);
        end.clear();
        return taken;
    }
}
