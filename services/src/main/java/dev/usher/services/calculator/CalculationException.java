package dev.usher.services.calculator;

/**
 * A calculation that the client asked for and that has no result. The message is written for the
 * client: one line of about 100 characters at most, with nothing unprintable in it.
 */
final class CalculationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CalculationException(String message) {
        // The fault is the client's, so a stack trace would tell nobody anything.
        super(message, null, false, false);
    }
}
