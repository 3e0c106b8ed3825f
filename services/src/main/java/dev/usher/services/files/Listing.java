package dev.usher.services.files;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Looks for the first files, by name, that begin with a prefix and come after another name. Holds
 * as many as are wanted and no more, whatever the number of files.
 */
final class Listing {
    private static final Comparator<FileEntry> BY_NAME = Comparator.comparing(FileEntry::name);

    private final String prefix;
    private final String after;
    private final int limit;

    /** The last one first, since that makes room for one that comes before it. */
    private final PriorityQueue<FileEntry> found = new PriorityQueue<>(BY_NAME.reversed());

    Listing(String prefix, String after, int limit) {
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    /** Looks through the folder, and returns what it has found, in order. */
    List<FileEntry> of(Folder root) throws IOException {
        look(root, "");
        return found.stream().sorted(BY_NAME).toList();
    }

    private void look(Folder folder, String path) throws IOException {
        try (var content = folder.content()) {
            for (var entry : content) {
                var segment = String.valueOf(entry.getFileName());
                look(folder, segment, path + segment);
            }
        }
    }

    private void look(Folder folder, String segment, String path) throws IOException {
        if (!mayMatter(path)) {
            return;
        }
        var attributes = folder.attributes(segment);
        if (attributes == null) {
            return; // deleted meanwhile
        }
        if (attributes.isDirectory()) {
            enter(folder, segment, path);
        } else if (attributes.isRegularFile() && FileName.compare(path, after) > 0) {
            add(path, attributes);
        }
    }

    private void enter(Folder folder, String segment, String path) throws IOException {
        // Whether the folder can be named at all, the store's own cannot, shows in any file of it.
        if (!FileName.isPossible(path)) {
            return;
        }
        try (var inner = folder.folder(segment)) {
            look(inner, path + "/");
        } catch (NoSuchFileException | NotDirectoryException goneMeanwhile) {
            // as if it had never been there
        } catch (AccessDeniedException closed) {
            // what the server may not read is not there for clients
        }
    }

    private void add(String path, BasicFileAttributes attributes) throws IOException {
        if (path.startsWith(prefix) && FileName.isPossible(path)) {
            found.add(
                    new FileEntry(
                            FileName.of(path),
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()));
            if (found.size() > limit) {
                found.poll();
            }
        }
    }

    /** Whether this file, or one in this folder, may be among those that are wanted. */
    private boolean mayMatter(String path) {
        var inside = path + "/";
        boolean mayHavePrefix = path.startsWith(prefix) || prefix.startsWith(inside);
        boolean mayComeAfter =
                FileName.compare(path, after) > 0
                        || FileName.compare(inside, after) > 0
                        || after.startsWith(inside);
        return mayHavePrefix && mayComeAfter && mayComeBefore(path, last());
    }

    private static boolean mayComeBefore(String path, @Nullable FileEntry last) {
        return last == null || FileName.compare(path, last.name().toString()) < 0;
    }

    /** The last of those that are wanted, if there are so many. */
    private @Nullable FileEntry last() {
        return found.size() < limit ? null : found.peek();
    }
}
