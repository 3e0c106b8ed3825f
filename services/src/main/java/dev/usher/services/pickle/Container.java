package dev.usher.services.pickle;

import static dev.usher.FailureException.malformed;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A container that the opcodes are still filling. It ends to grow when it becomes part of another
 * value: then what it holds, and so its size, is known for good, and nothing can contain itself.
 * CPython never fills a container later than that, except one that does contain itself.
 */
final class Container implements Item {

    /** What the container will be. */
    enum Kind {
        LIST,
        TUPLE,
        SET,
        FROZENSET,
        DICT
    }

    private final Kind kind;
    private final Measures measures;

    /** The items; of a dict keys and values by turns. */
    private final List<PickleValue> items = new ArrayList<>(0);

    private int size = 1;
    private int levels = 1;
    private @Nullable Finished finished;

    Container(Kind kind, Measures measures) {
        this.kind = kind;
        this.measures = measures;
    }

    Kind kind() {
        return kind;
    }

    /** Adds all these, and finishes each of them first: this container may be among them. */
    void addAll(List<Item> more) throws FailureException {
        var values = new ArrayList<Finished>(more.size());
        for (var item : more) {
            values.add(item.finish());
        }
        if (finished != null) {
            throw malformed("a container that is part of a value cannot grow");
        }
        for (var value : values) {
            add(value);
        }
        if (kind == Kind.DICT && items.size() % 2 != 0) {
            throw malformed("a key without a value");
        }
    }

    private void add(Finished item) throws FailureException {
        if (takesKey()) {
            measures.checkKey(item);
        }
        size = measures.checkSize(size + item.size());
        levels = measures.checkLevels(Math.max(levels, 1 + item.levels()));
        items.add(item.value());
    }

    private boolean takesKey() {
        return switch (kind) {
            case LIST, TUPLE -> false;
            case SET, FROZENSET -> true;
            case DICT -> items.size() % 2 == 0;
        };
    }

    @Override
    public Finished finish() {
        if (finished == null) {
            finished = new Finished(value(), size, levels);
        }
        return finished;
    }

    private PickleValue value() {
        return switch (kind) {
            case LIST -> new PickleValue.List(items);
            case TUPLE -> new PickleValue.Tuple(items);
            case SET -> new PickleValue.Set(items);
            case FROZENSET -> new PickleValue.FrozenSet(items);
            case DICT -> new PickleValue.Dict(entries());
        };
    }

    private List<PickleValue.Entry> entries() {
        var entries = new ArrayList<PickleValue.Entry>(items.size() / 2);
        for (int i = 0; i < items.size(); i += 2) {
            entries.add(new PickleValue.Entry(items.get(i), items.get(i + 1)));
        }
        return entries;
    }
}
