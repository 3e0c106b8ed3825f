package dev.usher.bench;

import dev.usher.bench.load.Shape;

/** One field of the tables: a server under a shape. */
record Cell(Rival rival, Shape shape) {
    @Override
    public String toString() {
        return "%-22s %-12s".formatted(rival.name(), shape.name());
    }
}
