package dev.usher.services.files.client;

/** Is told how far a transfer has come; on the thread that transfers, so it should be quick. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress UNWATCHED = (_, _) -> {};

    /**
     * So much of the file has been sent, or has arrived; first told when the transfer begins, which
     * is not at 0 if it is resumed. What it throws ends the transfer, and is thrown by that.
     *
     * @param offset how many bytes
     * @param size of how many
     */
    void at(long offset, long size);
}
