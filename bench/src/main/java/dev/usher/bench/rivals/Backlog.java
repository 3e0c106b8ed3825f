package dev.usher.bench.rivals;

/** How many connections may wait to be accepted; the kernel may allow fewer. */
final class Backlog {
    static final int LENGTH = 4096;

    private Backlog() {}
}
