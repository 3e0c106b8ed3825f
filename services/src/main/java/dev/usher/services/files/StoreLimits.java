package dev.usher.services.files;

import java.time.Duration;
import java.util.Locale;

/**
 * How much a store takes; an immutable value.
 *
 * @param fileSize the most bytes of one file; default 10 GiB
 * @param storeSize the most bytes of all files, of uploads in progress, and of what is kept of
 *     broken ones; default 100 GiB
 * @param files the most files; default 1,000,000
 * @param uploads the most uploads at once; default 1,000
 * @param downloads the most files open for reading at once; default 1,000
 * @param resumable how long a broken upload is kept; default 24 h
 */
public record StoreLimits(
        long fileSize, long storeSize, int files, int uploads, int downloads, Duration resumable) {
    private static final long GIB = 1L << 30;
    private static final StoreLimits DEFAULTS =
            new StoreLimits(10 * GIB, 100 * GIB, 1_000_000, 1_000, 1_000, Duration.ofHours(24));

    /**
     * Checks every value: at least 1, the duration not negative and at most 365 days.
     *
     * @throws IllegalArgumentException with the name, the value and the allowed range
     */
    public StoreLimits {
        check("fileSize", fileSize);
        check("storeSize", storeSize);
        check("files", files);
        check("uploads", uploads);
        check("downloads", downloads);
        if (resumable.isNegative() || resumable.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException(
                    "resumable is " + resumable + "; allowed is 0 to 365 days");
        }
    }

    private static void check(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s is %,d; allowed is 1 and more", name, value));
        }
    }

    /** The limits of a store of which nothing else is said. */
    public static StoreLimits defaults() {
        return DEFAULTS;
    }

    /** These limits with another one for a {@linkplain #fileSize() file}. */
    public StoreLimits fileSize(long bytes) {
        return new StoreLimits(bytes, storeSize, files, uploads, downloads, resumable);
    }

    /** These limits with another one for {@linkplain #storeSize() everything}. */
    public StoreLimits storeSize(long bytes) {
        return new StoreLimits(fileSize, bytes, files, uploads, downloads, resumable);
    }

    /** These limits with another number of {@linkplain #files() files}. */
    public StoreLimits files(int most) {
        return new StoreLimits(fileSize, storeSize, most, uploads, downloads, resumable);
    }

    /** These limits with another number of {@linkplain #uploads() uploads} at once. */
    public StoreLimits uploads(int most) {
        return new StoreLimits(fileSize, storeSize, files, most, downloads, resumable);
    }

    /** These limits with another number of {@linkplain #downloads() downloads} at once. */
    public StoreLimits downloads(int most) {
        return new StoreLimits(fileSize, storeSize, files, uploads, most, resumable);
    }

    /** These limits with another time for {@linkplain #resumable() broken uploads}. */
    public StoreLimits resumable(Duration longest) {
        return new StoreLimits(fileSize, storeSize, files, uploads, downloads, longest);
    }
}
