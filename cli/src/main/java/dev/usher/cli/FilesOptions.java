package dev.usher.cli;

import dev.usher.services.files.StoreLimits;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.Duration;

/** The options of a server that keeps files. What is not given stays as it is. */
final class FilesOptions {
    @Option(
            names = "--max-file-size",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Bytes of the largest file that files takes, such as 500M (10G).")
    private @Nullable Long fileSize;

    @Option(
            names = "--max-store-size",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Bytes of all its files, and of uploads in progress (100G).")
    private @Nullable Long storeSize;

    @Option(
            names = "--keep-broken",
            paramLabel = "S",
            converter = Quantity.Kept.class,
            description = "Seconds that a broken upload is kept to be resumed (86400).")
    private @Nullable Duration resumable;

    /** Whether any is given. */
    boolean areGiven() {
        return fileSize != null || storeSize != null || resumable != null;
    }

    /** The limits as these options want them. */
    StoreLimits limits() {
        var limits = StoreLimits.defaults();
        if (fileSize != null) {
            limits = limits.fileSize(fileSize);
        }
        if (storeSize != null) {
            limits = limits.storeSize(storeSize);
        }
        if (resumable != null) {
            limits = limits.resumable(resumable);
        }
        return limits;
    }
}
