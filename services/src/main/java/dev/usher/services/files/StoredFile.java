package dev.usher.services.files;

import java.time.Instant;

/**
 * A file as it is, or was when it was asked for.
 *
 * @param name what it is called
 * @param size its bytes
 * @param modified when its content came
 * @param sha256 the digest of its content
 */
public record StoredFile(FileName name, long size, Instant modified, Sha256 sha256) {}
