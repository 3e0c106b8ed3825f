package dev.usher.services.files.client;

import dev.usher.services.files.FileName;
import dev.usher.services.files.Sha256;

/**
 * What was transferred, whole and verified.
 *
 * @param name what it is called on the server
 * @param size its bytes
 * @param sha256 their digest
 */
public record Receipt(FileName name, long size, Sha256 sha256) {}
