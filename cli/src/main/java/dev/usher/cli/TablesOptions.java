package dev.usher.cli;

import dev.usher.storage.database.TableLimits;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/** The options of a server that keeps clients' tables. What is not given stays as it is. */
final class TablesOptions {
    @Option(
            names = "--max-tables-size",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Bytes of all tables that clients make, such as 500M (10G).")
    private @Nullable Long size;

    /** Whether any is given. */
    boolean areGiven() {
        return size != null;
    }

    /** The limits as these options want them. */
    TableLimits limits() {
        var limits = TableLimits.defaults();
        return size == null ? limits : limits.size(size);
    }
}
