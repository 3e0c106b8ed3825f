package dev.usher.services.files;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the file system knows of a content without reading it. A content that has changed has
 * another one, unless someone has taken pains to hide it.
 *
 * @param file the file's number in its file system
 * @param size its bytes
 * @param modified when it was last written to
 * @param created when the file was made, if the file system knows
 */
record Fingerprint(String file, long size, Instant modified, Instant created) {
    private static final Pattern INODE = Pattern.compile("ino=([0-9]+)");

    static Fingerprint of(BasicFileAttributes attributes) {
        return new Fingerprint(
                number(String.valueOf(attributes.fileKey())),
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                attributes.creationTime().toInstant());
    }

    /** Without the device, whose number may change when the system starts again. */
    private static String number(String fileKey) {
        Matcher inode = INODE.matcher(fileKey);
        return inode.find() ? inode.group(1) : Sha256.of(fileKey).hex();
    }

    /** As one line of text. */
    @Override
    public String toString() {
        return file + " " + size + " " + modified + " " + created;
    }
}
