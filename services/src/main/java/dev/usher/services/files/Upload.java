package dev.usher.services.files;

import dev.usher.Failure;
import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A file on its way into the store. Nobody sees it before it is whole. Belongs to one thread at a
 * time, which closes it: without a commit it is gone then, but for what can be resumed.
 */
public final class Upload implements AutoCloseable {
    /** So often what was written goes to the disk, so that not all of it is left for the end. */
    private static final long BETWEEN_FORCES = 64L << 20;

    private final Uploads uploads;
    private final FileName name;
    private final PutOptions options;
    private final Part part;
    private final MessageDigest digest;
    private long offset;
    private long forced;
    private DiskThreads.@Nullable Doing writing;
    private DiskThreads.@Nullable Doing forcing;

    private enum State {
        OPEN,
        /** The disk failed: what is in the file cannot be relied on. */
        BROKEN,
        COMMITTED,
        CLOSED
    }

    private State state = State.OPEN;

    /**
     * Goes on with this part.
     *
     * @param digest has been fed with what is in it
     */
    Upload(
            Uploads uploads,
            FileName name,
            PutOptions options,
            Part part,
            MessageDigest digest,
            long offset) {
        this.uploads = uploads;
        this.name = name;
        this.options = options;
        this.part = part;
        this.digest = digest;
        this.offset = offset;
        forced = offset;
    }

    /** How many bytes there are already: where the next ones go. */
    public long offset() {
        return offset;
    }

    /** How many bytes there will be. */
    public long size() {
        return options.size();
    }

    /**
     * Takes these bytes out of the buffer; waits until they are written.
     *
     * @throws FailureException rejected as {@code full}, if the disk is
     * @throws IOException if the disk fails
     * @throws IllegalArgumentException if they are more than were announced
     */
    public void write(ByteBuffer bytes) throws IOException {
        writeLater(bytes);
        awaitWritten();
    }

    /**
     * The same, but they are written while the caller goes on. The buffer is in use until the next
     * call of this has returned, which is the one that throws if they could not be written.
     */
    void writeLater(ByteBuffer bytes) throws IOException {
        check(State.OPEN);
        int count = bytes.remaining();
        if (count > size() - offset) {
            throw new IllegalArgumentException(
                    count + " bytes are more than the upload's " + (size() - offset));
        }
        awaitWritten();
        state = State.BROKEN; // until all is well
        if (offset - forced >= BETWEEN_FORCES) {
            awaitForced();
            forcing = uploads.force(part);
            forced = offset;
        }
        writing = uploads.write(part, digest, bytes);
        offset += count;
        state = State.OPEN;
    }

    /** Waits until all that was taken is written. */
    void awaitWritten() throws IOException {
        var last = writing;
        writing = null;
        await(last);
    }

    private void awaitForced() throws IOException {
        var last = forcing;
        forcing = null;
        await(last);
    }

    private void await(DiskThreads.@Nullable Doing something) throws IOException {
        var before = state;
        state = State.BROKEN; // until all is well
        uploads.await(something);
        state = before;
    }

    /**
     * Gives the file its name. It is on the disk, and there under its name, when this returns.
     *
     * @return the file
     * @throws FailureException rejected as {@code mismatch}, if it has not the digest that it
     *     should have; as {@code exists}, {@code changed} or {@code not-found}, if the condition
     *     does not hold any more; as {@code full}, {@code invalid}
     * @throws IOException if the disk fails. If it does so in the end, the file may have its name
     * @throws IllegalStateException if bytes are lacking
     */
    public StoredFile commit() throws IOException {
        check(State.OPEN);
        if (offset < size()) {
            throw new IllegalStateException(offset + " of " + size() + " bytes are there");
        }
        awaitWritten();
        awaitForced();
        state = State.BROKEN; // until all is well
        var sha256 = Sha256.of(digest);
        if (options.sha256() != null && !options.sha256().equals(sha256)) {
            throw FailureException.rejected("mismatch", "the sha256 of what arrived is " + sha256);
        }
        try {
            return uploads.commit(this, name, options.condition(), sha256);
        } catch (FailureException no) {
            if (isBusy(no)) {
                state = State.OPEN; // nothing is wrong with it: all of it can be kept
            }
            throw no;
        }
    }

    private boolean isBusy(FailureException no) {
        return state == State.BROKEN
                && no.failure() instanceof Failure.Rejected rejected
                && rejected.code().equals("busy");
    }

    /** Whether bytes can be written: nothing has failed, as far as that is known. */
    boolean isIntact() {
        return state == State.OPEN;
    }

    Part part() {
        return part;
    }

    /** It has its name: nothing of it is to be deleted. */
    void committed() {
        state = State.COMMITTED;
    }

    private void check(State needed) {
        if (state != needed) {
            throw new IllegalStateException("the upload is " + state);
        }
    }

    /**
     * Ends it. What was not committed is gone, but for the beginning of a file whose digest is
     * known: that is kept for a while.
     */
    @Override
    public void close() throws IOException {
        if (state == State.CLOSED) {
            return;
        }
        awaitAll();
        var before = state;
        state = State.CLOSED;
        boolean kept = before == State.OPEN && part.isKeepable() && offset > 0;
        uploads.end(
                part,
                before != State.COMMITTED && !kept,
                before == State.COMMITTED ? 0 : size() - (kept ? offset : 0),
                size() - offset);
    }

    /** The buffers are in use until then; if anything fails, the state shows it. */
    private void awaitAll() {
        try {
            try {
                awaitWritten();
            } finally {
                awaitForced();
            }
        } catch (IOException failed) {
            state = State.BROKEN;
        }
    }
}
