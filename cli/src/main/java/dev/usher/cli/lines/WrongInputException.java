package dev.usher.cli.lines;

import java.io.IOException;

/** Standard input is not what can be sent: why, in a sentence for people. */
final class WrongInputException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongInputException(String message) {
        super(message);
    }
}
