package dev.usher.storage.database;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** How many rows of a result a server sends at once: the fewer, the longer they are. */
final class Piece {
    /** Rows of the first one, when nobody knows how long they are. */
    static final int FIRST = 20;

    private static final int MOST = 100;
    private static final long CHARACTERS = 1 << 20;

    private int size = FIRST;
    private long longest = 1;

    /** Counts a row, which may make the next piece another size. */
    void count(Map<String, @Nullable Object> row, ResultSet result) throws SQLException {
        longest = Math.max(longest, Result.characters(row));
        int fitting = Math.clamp(CHARACTERS / longest, 1, MOST);
        if (fitting != size) {
            size = fitting;
            result.setFetchSize(size);
        }
    }
}
