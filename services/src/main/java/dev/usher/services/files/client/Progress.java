package dev.usher.services.files.client;

/** Is told how far a transfer has come; on the thread that transfers, so it should be quick. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress UNWATCHED = (_, _) -> {};

    /**
     * So much of the file is at the other end now; first told when the transfer begins, which is
     * not at 0 if it is resumed.
     *
     * @param offset how many bytes
     * @param size of how many
     */
    void at(long offset, long size);
}
