package dev.usher.services.database;

import java.io.IOException;

/** Where tables are kept. Safe for use by many threads; each request is done as a whole. */
public interface TableStore extends Tables {

    /**
     * Begins a transaction, waiting for its turn.
     *
     * @throws dev.usher.FailureException rejected as {@code busy}, if that took too long
     */
    Transaction begin() throws IOException;

    /**
     * Answers a question in SQL, which can read the tables and do nothing else.
     *
     * @throws dev.usher.FailureException rejected as {@code invalid}, if it is no question that can
     *     be answered; as {@code forbidden}, if it wants more than to read tables; as {@code late}
     *     or {@code too-large}, if it asks for too much
     */
    void query(String sql, Rows rows) throws IOException;
}
