package dev.usher.services.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.HashSet;
import java.util.Set;

/** Goes through all files once, when the store is opened. */
final class Inventory {
    private final Quota quota;
    private final Set<String> numbers = new HashSet<>();

    private Inventory(Quota quota) {
        this.quota = quota;
    }

    /** Counts all files, and returns their numbers. */
    static Set<String> take(Folder root, Quota quota) throws IOException {
        var inventory = new Inventory(quota);
        inventory.look(root, 1);
        return inventory.numbers;
    }

    private void look(Folder folder, int depth) throws IOException {
        try (var content = folder.content()) {
            for (var entry : content) {
                look(folder, String.valueOf(entry.getFileName()), depth);
            }
        }
    }

    private void look(Folder folder, String segment, int depth) throws IOException {
        var attributes = folder.attributes(segment);
        if (attributes == null || segment.equals(FileName.RESERVED)) {
            return;
        }
        if (attributes.isRegularFile()) {
            quota.foundFile(attributes.size());
            numbers.add(Fingerprint.of(attributes).file());
        } else if (attributes.isDirectory() && depth < FileName.MAX_SEGMENTS) {
            try (var inner = folder.folder(segment)) {
                look(inner, depth + 1);
            } catch (AccessDeniedException closed) {
                // What the server may not read is not there for clients.
            }
        }
    }
}
