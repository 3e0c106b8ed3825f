package dev.usher.commands;

/** A client's arguments are not those that the command takes. The message is for the client. */
final class InvalidArguments extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidArguments(String message) {
        // The fault is the client's, so a stack trace would tell nobody anything.
        super(message, null, false, false);
    }

    /** The same with the name of the argument that it is about before it. */
    InvalidArguments about(String name) {
        return new InvalidArguments(name + " " + getMessage());
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
