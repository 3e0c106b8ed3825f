package dev.usher.services.files;

import java.time.Instant;

/**
 * A file in a listing.
 *
 * @param name what it is called
 * @param size its bytes
 * @param modified when its content came
 */
public record FileEntry(FileName name, long size, Instant modified) {}
