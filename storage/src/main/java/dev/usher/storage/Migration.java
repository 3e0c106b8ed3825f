package dev.usher.storage;

import java.util.List;

/** One step from a version of a service's tables to the next; never changed once released. */
@FunctionalInterface
public interface Migration {

    /** The statements of this step, in order. */
    List<String> statements(Dialect dialect);
}
