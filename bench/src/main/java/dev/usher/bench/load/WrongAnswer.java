package dev.usher.bench.load;

import java.io.IOException;

/** A server did not echo what it was sent. */
public final class WrongAnswer extends IOException {
    private static final long serialVersionUID = 1;

    WrongAnswer(String what) {
        super(what);
    }
}
