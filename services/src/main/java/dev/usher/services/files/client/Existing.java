package dev.usher.services.files.client;

/** What becomes of a file that has the name of one that is downloaded. */
public enum Existing {
    /** It stays, and the download fails. */
    KEEP,
    /** It is replaced, once the download is whole. */
    REPLACE
}
