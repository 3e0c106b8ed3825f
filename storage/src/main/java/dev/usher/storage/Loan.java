package dev.usher.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A connection that is lent to one thread, and goes back when this is closed. */
interface Loan extends AutoCloseable {

    /** The connection. */
    Connection connection();

    /** Begins a transaction. */
    void begin() throws SQLException;

    /** Commits it: when this returns it is on the disk. */
    void commit() throws SQLException;

    /** Undoes it. */
    void rollback() throws SQLException;

    /** Lets what runs on the connection from now on take so long at most. */
    default void allow(Duration longest) throws SQLException {
        allow(longest, () -> 0);
    }

    /**
     * The same without the time that it has waited for others.
     *
     * @param waited nanoseconds until now
     */
    void allow(Duration longest, LongSupplier waited) throws SQLException;

    /** Says that the connection is no good any more: nobody will have it again. */
    void spoil();

    /** Gives it back; never fails, for what matters has been done or has failed before. */
    @Override
    void close();
}
