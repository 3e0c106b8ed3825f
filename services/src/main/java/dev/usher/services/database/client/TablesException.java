package dev.usher.services.database.client;

import dev.usher.client.CallException;

import java.io.IOException;

/** A server's no, in its own words. */
public final class TablesException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    TablesException(CallException.Rejected no) {
        super(no.words(), no);
        code = no.code();
    }

    /**
     * The name of the failure as programs compare it: {@code duplicate}, {@code invalid}, {@code
     * busy} (no turn of the database in time), …
     */
    public String code() {
        return code;
    }
}
