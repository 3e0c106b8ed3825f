package dev.usher.cli.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that appears under its name when it is whole. Until then its bytes are in another one
 * beside it, which is gone when this is closed, or when the program is interrupted.
 */
final class ArrivingFile implements AutoCloseable {
    private final Path name;
    private final Path part;
    private final FileChannel bytes;
    private final Thread cleaner = Thread.ofPlatform().unstarted(this::clean);

    private ArrivingFile(Path name, Path part) throws IOException {
        this.name = name;
        this.part = part;
        bytes = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    /** One that is to appear there. */
    static ArrivingFile at(Path name) throws IOException {
        var number = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return new ArrivingFile(name, name.resolveSibling(".usher-" + number + ".part"));
    }

    /** Takes its bytes. */
    WritableByteChannel bytes() {
        return bytes;
    }

    /** Gives it its name, in place of what had it. */
    void appear() throws IOException {
        bytes.close();
        Files.move(part, name, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(cleaner);
        bytes.close();
        Files.deleteIfExists(part);
    }

    private void clean() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
