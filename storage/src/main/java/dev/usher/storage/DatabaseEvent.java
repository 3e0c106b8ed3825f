package dev.usher.storage;

/** What befalls a database. Told from the database's threads; whoever listens should be quick. */
public sealed interface DatabaseEvent {

    /** The database, as {@link DatabaseSettings#name} calls it. */
    String database();

    /**
     * It has begun to fail. What clients ask of it is refused until it works again; each time it is
     * tried.
     *
     * @param cause why; for the operator
     */
    record Failed(String database, Exception cause) implements DatabaseEvent {}

    /** It works again. */
    record Recovered(String database) implements DatabaseEvent {}
}
