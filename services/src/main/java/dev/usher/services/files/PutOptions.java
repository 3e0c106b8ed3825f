package dev.usher.services.files;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What is going to be uploaded, and how; immutable.
 *
 * @param size how many bytes; 0 and more
 * @param sha256 their digest, if the client knows it: then the upload is checked against it, and
 *     what has arrived of a broken one is kept for a while
 * @param condition what must be true of the name, at the beginning and at the end
 * @param start where in the file the upload begins
 */
public record PutOptions(long size, @Nullable Sha256 sha256, Condition condition, Start start) {

    /** Where an upload begins. */
    public sealed interface Start {

        /** At the beginning of the file, whatever was kept. */
        record Anew() implements Start {}

        /** Behind what was kept of a broken upload of the same name, size and digest. */
        record WhereItBroke() implements Start {}

        /**
         * There, or before it if so much was not kept.
         *
         * @param offset how many bytes are not sent again
         */
        record At(long offset) implements Start {}
    }

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException with a sentence for the client
     */
    public PutOptions {
        Objects.requireNonNull(condition);
        if (size < 0) {
            throw new IllegalArgumentException("the size is less than nothing");
        }
        if (!(start instanceof Start.Anew) && sha256 == null) {
            throw new IllegalArgumentException("to resume an upload needs its sha256");
        }
        if (start instanceof Start.At(long offset) && (offset < 0 || offset > size)) {
            throw new IllegalArgumentException("the offset is outside of the file");
        }
    }

    /** So many bytes of which nothing else is known; they replace what is there. */
    public static PutOptions ofSize(long size) {
        return new PutOptions(size, null, Condition.always(), new Start.Anew());
    }

    /** These options with a digest. */
    public PutOptions sha256(Sha256 expected) {
        return new PutOptions(size, expected, condition, start);
    }

    /** These options with a condition. */
    public PutOptions condition(Condition needed) {
        return new PutOptions(size, sha256, needed, start);
    }

    /** These options with another start. */
    public PutOptions start(Start where) {
        return new PutOptions(size, sha256, condition, where);
    }
}
