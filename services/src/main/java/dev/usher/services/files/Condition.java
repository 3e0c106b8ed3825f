package dev.usher.services.files;

/** What must be true of a name for something to be done to it. */
public sealed interface Condition {

    /** Nothing. */
    record Always() implements Condition {}

    /** There is no file of that name. */
    record IfAbsent() implements Condition {}

    /**
     * There is a file of that name, and this is its content.
     *
     * @param sha256 the digest
     */
    record IfMatch(Sha256 sha256) implements Condition {}

    /** Whatever there is. */
    static Condition always() {
        return new Always();
    }

    /** Only where there is nothing. */
    static Condition ifAbsent() {
        return new IfAbsent();
    }

    /** Only to this content. */
    static Condition ifMatch(Sha256 sha256) {
        return new IfMatch(sha256);
    }
}
