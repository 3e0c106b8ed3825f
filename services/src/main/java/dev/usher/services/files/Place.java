package dev.usher.services.files;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a file is, or would be: the folders on the way to it, opened one after another, and the
 * last segment of its name. Owns the folders but the first, and closes them.
 */
final class Place implements AutoCloseable {

    /** Makes a folder in another one. */
    @FunctionalInterface
    interface Maker {
        void make(Folder folder, String segment) throws IOException;
    }

    private final FileName name;
    private final List<String> segments;
    private final List<Folder> folders = new ArrayList<>();

    /** By which the folders are brought to the disk; opened before anything is changed in them. */
    private final List<FileChannel> forced = new ArrayList<>();

    /**
     * Of the file of this name, from this folder on.
     *
     * @throws FailureException rejected as {@code invalid}, if nothing can have that name here
     */
    Place(FileName name, Folder root) throws FailureException {
        this.name = name;
        segments = name.segments();
        folders.add(root);
        for (var segment : segments) {
            if (!Folder.canHave(segment)) {
                throw invalid("the server's system has not all of its letters");
            }
        }
    }

    /**
     * Goes there.
     *
     * @throws NoSuchFileException if a folder on the way lacks
     * @throws FailureException rejected as {@code invalid}, if something else is in the way
     */
    void find() throws IOException {
        for (var segment : segments.subList(0, segments.size() - 1)) {
            enter(segment);
        }
    }

    /**
     * Goes there, and makes the folders that lack on the way.
     *
     * @throws FailureException rejected as {@code invalid}, if something else is in the way
     */
    void make(Maker maker) throws IOException {
        for (var segment : segments.subList(0, segments.size() - 1)) {
            if (folder().attributes(segment) == null) {
                maker.make(folder(), segment);
            }
            enter(segment);
        }
    }

    private void enter(String segment) throws IOException {
        try {
            folders.add(folder().folder(segment));
        } catch (NotDirectoryException other) {
            var path = String.join("/", segments.subList(0, folders.size()));
            throw invalid(path + " is no folder");
        }
    }

    private FailureException invalid(String why) {
        return FailureException.rejected("invalid", "name " + name + " cannot be: " + why);
    }

    FileName name() {
        return name;
    }

    /** The folder that the file is in. */
    Folder folder() {
        return folders.getLast();
    }

    /** What the file is called in its folder. */
    String segment() {
        return segments.getLast();
    }

    /**
     * What is there now; {@code null} if nothing is.
     *
     * @throws FailureException rejected as {@code invalid}, if it is no file
     */
    @Nullable Fingerprint content() throws IOException {
        var attributes = folder().attributes(segment());
        if (attributes == null) {
            return null;
        }
        if (!attributes.isRegularFile()) {
            throw invalid(attributes.isDirectory() ? "it is a folder" : "it is no plain file");
        }
        return Fingerprint.of(attributes);
    }

    /** Opens the file that is there. */
    FileChannel open() throws IOException {
        return folder().file(segment(), StandardOpenOption.READ);
    }

    /** Deletes the folders on the way that have nothing in them, from the last one on. */
    void prune() {
        while (folders.size() > 1) {
            try {
                var parent = folders.get(folders.size() - 2);
                parent.deleteFolder(segments.get(folders.size() - 2));
                folders.removeLast().close();
                if (forced.size() > folders.size()) {
                    forced.removeLast().close();
                }
            } catch (IOException stays) {
                return; // something is in it, mostly; and an empty folder does no harm
            }
        }
    }

    /**
     * Takes all that it needs from the system to {@link #force} later: if there are no descriptors
     * left, nothing must have been done.
     */
    void prepareToForce() throws IOException {
        for (var folder : folders) {
            forced.add(folder.file(".", StandardOpenOption.READ));
        }
    }

    /**
     * Returns when what has changed in the folders is on the disk; after {@link #prepareToForce}.
     * All of them, since one that was there already may have been made by somebody who is still
     * waiting for that.
     */
    void force(Disk disk) throws IOException {
        for (var folder : forced.reversed()) {
            disk.force(folder);
        }
    }

    @Override
    public void close() throws IOException {
        for (var folder : forced) {
            folder.close();
        }
        for (var folder : folders.subList(1, folders.size())) {
            folder.close();
        }
    }
}
