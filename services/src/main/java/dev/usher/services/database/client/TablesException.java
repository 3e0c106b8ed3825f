package dev.usher.services.database.client;

import dev.usher.client.CallException;

import java.io.IOException;
import java.io.InterruptedIOException;

/** A server's no, in its own words. */
public final class TablesException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    private TablesException(CallException.Rejected no) {
        super(no.words(), no);
        code = no.code();
    }

    /** What callers are told: a no as one of these, anything else as it is. */
    static IOException of(CallException failed) {
        return failed instanceof CallException.Rejected no ? new TablesException(no) : failed;
    }

    /** As those who call expect it. */
    static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    /**
     * The name of the failure as programs compare it: {@code duplicate}, {@code invalid}, {@code
     * busy} (no turn of the database in time), …
     */
    public String code() {
        return code;
    }
}
