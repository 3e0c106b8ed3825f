package dev.usher.storage;

import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Where a PostgreSQL server is, and how one comes in.
 *
 * @param source makes connections
 */
record PostgresAddress(PGSimpleDataSource source) {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final int SECONDS_TO_CONNECT = 10;

    /** Bytes of what the server sends at once; a row of a client's table has at most 13 million. */
    private static final String LONGEST_PIECE = "64M";

    /** What the network may take above what the server does for a statement. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(5);

    /**
     * Reads a URL. Waits that it leaves endless are bounded.
     *
     * @throws IOException with a sentence for the operator, without the URL: it may hold a password
     */
    static PostgresAddress of(String url, DatabaseSettings settings) throws IOException {
        var source = new PGSimpleDataSource();
        try {
            if (!url.startsWith(PREFIX)) {
                throw new IllegalArgumentException("it does not begin with " + PREFIX);
            }
            source.setURL(url);
            bound(source, settings);
            if (Arrays.stream(source.getServerNames()).anyMatch(name -> name.contains("@"))) {
                throw new IllegalArgumentException("it has a user in front of the host");
            }
        } catch (IllegalArgumentException wrong) {
            throw new IOException(
                    "the URL of the database should be like"
                            + " jdbc:postgresql://HOST:PORT/DATABASE?user=USER",
                    wrong);
        }
        return new PostgresAddress(source);
    }

    private static void bound(PGSimpleDataSource source, DatabaseSettings settings) {
        if (source.getApplicationName() == null) {
            source.setApplicationName("usher");
        }
        if (source.getSocketTimeout() == 0) {
            source.setSocketTimeout((int) settings.longest().plus(ON_THE_WAY).toSeconds());
        }
        if (source.getLoginTimeout() == 0) {
            source.setLoginTimeout(SECONDS_TO_CONNECT);
        }
        if (source.getMaxResultBuffer() == null) {
            source.setMaxResultBuffer(LONGEST_PIECE);
        }
        source.setTcpKeepAlive(true);
    }

    /** Why one cannot come in. */
    String sentence(SQLException refused) {
        var server =
                "the PostgreSQL server at "
                        + source.getServerNames()[0]
                        + ":"
                        + source.getPortNumbers()[0];
        var state = refused.getSQLState() == null ? "" : refused.getSQLState();
        return switch (state) {
            case "28P01", "28000" ->
                    server + " does not let in the user " + source.getUser() + ": wrong password?";
            case "08001" -> server + " does not answer";
            case "3D000" -> server + " has no database " + source.getDatabaseName();
            case "42501" ->
                    server + " does not let the user " + source.getUser() + " make a schema";
            default -> server + " refuses: " + refused.getMessage();
        };
    }
}
