package dev.usher.services.database.client;

import java.io.IOException;

/** A server's no, in its own words. */
public final class TablesException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    TablesException(String code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * The name of the failure as programs compare it: {@code duplicate}, {@code busy}, {@code
     * invalid}, …
     */
    public String code() {
        return code;
    }
}
