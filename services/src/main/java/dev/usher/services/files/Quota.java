package dev.usher.services.files;

import dev.usher.FailureException;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a store holds, and what it has promised room for. Safe for use by many threads. */
final class Quota {
    private final StoreLimits limits;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicInteger uploads = new AtomicInteger();
    private final AtomicInteger downloads = new AtomicInteger();

    Quota(StoreLimits limits) {
        this.limits = limits;
    }

    /** Counts what is there already, whether there is room for it or not. */
    void found(long size) {
        bytes.addAndGet(size);
    }

    /** Counts a file that is there already. */
    void foundFile(long size) {
        found(size);
        files.incrementAndGet();
    }

    long bytes() {
        return bytes.get();
    }

    int files() {
        return files.get();
    }

    /** Checks the size of one file. */
    void checkFile(long size) throws FailureException {
        if (size > limits.fileSize()) {
            throw FailureException.rejected(
                    "too-large",
                    String.format(Locale.ROOT, "a file may have %,d bytes", limits.fileSize()));
        }
    }

    /** Whether so many bytes can be taken now. */
    boolean hasRoom(long size) {
        return size <= limits.storeSize() - bytes.get();
    }

    void takeBytes(long size) throws FailureException {
        long used = bytes.getAndUpdate(now -> size <= limits.storeSize() - now ? now + size : now);
        if (size > limits.storeSize() - used) {
            throw FailureException.rejected(
                    "full",
                    String.format(
                            Locale.ROOT,
                            "%,d of the store's %,d bytes are taken",
                            used,
                            limits.storeSize()));
        }
    }

    void giveBytes(long size) {
        bytes.addAndGet(-size);
    }

    void takeFile() throws FailureException {
        take(files, limits.files(), "full", "files in the store already");
    }

    void giveFile() {
        files.decrementAndGet();
    }

    void takeUpload() throws FailureException {
        take(uploads, limits.uploads(), "busy", "uploads in progress");
    }

    void giveUpload() {
        uploads.decrementAndGet();
    }

    void takeDownload() throws FailureException {
        take(downloads, limits.downloads(), "busy", "files being read");
    }

    void giveDownload() {
        downloads.decrementAndGet();
    }

    private static void take(AtomicInteger taken, int most, String code, String what)
            throws FailureException {
        if (taken.getAndUpdate(now -> now < most ? now + 1 : now) >= most) {
            throw FailureException.rejected(
                    code, String.format(Locale.ROOT, "there are %,d %s", most, what));
        }
    }
}
