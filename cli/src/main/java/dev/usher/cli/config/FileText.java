package dev.usher.cli.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a file, if it is one. */
final class FileText {
    private static final int MOST_BYTES = 1 << 20;

    private FileText() {}

    /**
     * Reads it.
     *
     * @throws BrokenFileException with what is wrong, and in which line
     */
    static String of(Path path) throws BrokenFileException {
        var bytes = bytes(path);
        var text = CharBuffer.allocate(bytes.length);
        var rest = ByteBuffer.wrap(bytes);
        CoderResult result =
                UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(rest, text, true);
        int good = text.flip().chars().takeWhile(FileText::isText).toArray().length;
        if (good < text.length()) {
            throw new BrokenFileException(
                    path.toString(),
                    line(text.subSequence(0, good)),
                    "U+%04X is no text: this is a binary file; 'usher config init' writes one to start from"
                            .formatted((int) text.charAt(good)));
        }
        if (result.isError()) {
            throw new BrokenFileException(
                    path.toString(),
                    line(text),
                    "byte 0x%02X is not UTF-8; save the file in that encoding"
                            .formatted(bytes[rest.position()]));
        }
        return text.toString();
    }

    private static byte[] bytes(Path path) throws BrokenFileException {
        try {
            if (Files.isDirectory(path)) {
                throw new BrokenFileException(
                        path.toString(), 0, "this is a folder; name a file in it");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new BrokenFileException(
                        path.toString(), 0, "this is a pipe or a device; name a file");
            }
            try (var file = Files.newInputStream(path)) {
                var bytes = file.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new BrokenFileException(
                            path.toString(), 0, "this has more than 1 MiB; settings have less");
                }
                return bytes;
            }
        } catch (NoSuchFileException missing) {
            throw new BrokenFileException(
                    path.toString(), 0, "there is no such file; 'usher config init' writes one");
        } catch (AccessDeniedException denied) {
            throw new BrokenFileException(
                    path.toString(), 0, "may not be read by this user; give it the right to");
        } catch (IOException failed) {
            throw new BrokenFileException(
                    path.toString(), 0, "cannot be read: " + failed.getMessage());
        }
    }

    private static boolean isText(int letter) {
        return !Character.isISOControl(letter)
                || letter == '\n'
                || letter == '\r'
                || letter == '\t';
    }

    private static int line(CharSequence before) {
        return 1 + (int) before.chars().filter(letter -> letter == '\n').count();
    }
}
