package dev.usher.storage;

/** The SQL that a database understands. */
public enum Dialect {
    /** Tables are STRICT; one connection writes at a time. */
    SQLITE,
    /** Schemas, and many at once. */
    POSTGRESQL
}
