package dev.usher.services.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;

/** The file of an upload that is not whole yet. Belongs to its upload, which ends it. */
final class Part implements AutoCloseable {
    private final Leftovers leftovers;
    private final String file;
    private final FileChannel channel;
    private final boolean keepable;

    Part(Leftovers leftovers, String file, FileChannel channel, boolean keepable) {
        this.leftovers = leftovers;
        this.file = file;
        this.channel = channel;
        this.keepable = keepable;
    }

    FileChannel channel() {
        return channel;
    }

    /** Whether somebody can go on with it another time. */
    boolean isKeepable() {
        return keepable;
    }

    Fingerprint content() throws IOException {
        var attributes = leftovers.folder().attributes(file);
        if (attributes == null) {
            throw new NoSuchFileException(file);
        }
        return Fingerprint.of(attributes);
    }

    /** Moves it where it shall be, in place of what is there. */
    void moveTo(Place place) throws IOException {
        leftovers.folder().move(file, place.folder(), place.segment());
    }

    void delete() throws IOException {
        try {
            leftovers.folder().delete(file);
        } catch (NoSuchFileException gone) {
            // as it should be
        }
    }

    /** Lets others have it, if it is still there. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            leftovers.release(file);
        }
    }
}
