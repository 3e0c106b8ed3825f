package dev.usher.storage;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** A kind of database: how its connections are made, and what its errors mean. */
interface Engine extends AutoCloseable {

    /** The SQL that it understands. */
    Dialect dialect();

    /** A connection to write by; at most one is out at a time, and on a server the soloists'. */
    Loan writing() throws SQLException;

    /** A connection to read by; at most as many are out as there are readers. */
    Loan reading() throws SQLException;

    /** What this error of a statement means. */
    Trouble trouble(SQLException error);

    /** What this error of a commit means: it is certain only sometimes that nothing was done. */
    Trouble troubleOfCommit(SQLException error);

    /** Keeps others from migrating the same database until the transaction ends. */
    void migrateAlone(Connection connection) throws SQLException;

    /** Closes all connections and gives the database back. */
    @Override
    void close() throws IOException;
}
