package dev.usher.storage;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * SQLite's native code, which the system loads from a file. The driver would unpack it into the
 * folder for temporary files at each start: a killed process leaves it there, and nothing may run
 * from there on some systems. So it is kept beside the database, once.
 */
final class SqliteLibrary {
    private static final String PATH = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";

    private SqliteLibrary() {}

    /**
     * Unpacks it into this folder, unless it is there, and has the driver load it from there. If
     * that cannot be, the driver does as it would. To be called before it makes a connection; the
     * first one in a process counts.
     */
    static void keepIn(Path folder) throws IOException {
        var library = LibraryLoaderUtil.getNativeLibName();
        var resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library;
        try (var content = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (content != null && System.getProperty(PATH) == null) {
                var place = Files.createDirectories(folder.resolve(".sqlite"));
                var name = SQLiteJDBCLoader.getVersion() + resource.replace('/', '-');
                put(content.readAllBytes(), place.resolve(name));
                System.setProperty(NAME, name);
                System.setProperty(PATH, place.toString());
            }
        }
    }

    private static void put(byte[] content, Path file) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        var arriving = Files.createTempFile(file.getParent(), "arriving", "");
        try {
            write(content, arriving);
            Files.move(arriving, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(arriving);
        }
    }

    private static void write(byte[] content, Path file) throws IOException {
        try {
            Files.write(file, content);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException refused) { // a full disk, which does not say of which file
            var named = new FileSystemException(file.toString(), null, refused.getMessage());
            named.initCause(refused);
            throw named;
        }
    }
}
