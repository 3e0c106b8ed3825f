package dev.usher.services.files.client;

import dev.usher.FailureException;
import dev.usher.client.Refusal;
import dev.usher.services.files.FileEntry;
import dev.usher.services.files.FileName;
import dev.usher.services.files.Sha256;
import dev.usher.services.files.StoredFile;
import dev.usher.services.text.HarmlessText;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a server's lines mean. None is believed that is not written as it should be. */
final class Answers {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern BUSY = Pattern.compile("BUSY retry-after=([0-9]{1,6})( .*)?");
    private static final Pattern ERROR = Pattern.compile("ERROR ([a-z][a-z-]{0,39})(?: (.*))?");
    private static final Pattern READY = Pattern.compile("OK ready(?: ([0-9]{1,18}))?");
    private static final Pattern CONTENT = Pattern.compile("OK ([0-9]{1,18}) ([0-9a-fA-F]{64})");
    private static final int SHOWN = 80;

    private Answers() {}

    /**
     * So many bytes, with this digest.
     *
     * @param count how many bytes
     * @param sha256 the digest of the whole file
     */
    record Content(long count, Sha256 sha256) {}

    /** What a server says that has no place; {@code null} if it is something else. */
    static Refusal.@Nullable Busy busy(String line) {
        var busy = BUSY.matcher(line);
        if (!busy.matches()) {
            return null;
        }
        long seconds = Long.parseLong(busy.group(1));
        return new Refusal.Busy(
                "the server is busy; it says to come back in " + seconds + " s",
                Duration.ofSeconds(seconds));
    }

    /** Whether it is not known to be a no. */
    static boolean isOk(String line) {
        return line.startsWith("OK ");
    }

    /** This line, if it is no ERROR. */
    static String good(String line) throws FilesException {
        var error = ERROR.matcher(line);
        if (error.matches()) {
            var message = error.group(2);
            throw new FilesException.Refused(
                    error.group(1),
                    message == null ? error.group(1) : HarmlessText.of(shorten(message, 400)));
        }
        return line;
    }

    static void ok(String line) throws FilesException {
        if (!good(line).equals("OK")) {
            throw unexpected(line, "OK");
        }
    }

    /** Where an upload begins; less than 0 if that is not what it says. */
    static long offsetIn(String line) {
        var ready = READY.matcher(line);
        if (!ready.matches()) {
            return -1;
        }
        var offset = ready.group(1);
        return offset == null ? 0 : Long.parseLong(offset);
    }

    /** What a file has in it; {@code null} if that is not what it says. */
    static @Nullable Content contentIn(String line) {
        var content = CONTENT.matcher(line);
        return content.matches()
                ? new Content(Long.parseLong(content.group(1)), new Sha256(content.group(2)))
                : null;
    }

    static Content content(String line) throws FilesException {
        var content = contentIn(good(line));
        if (content == null) {
            throw unexpected(line, "a size and a digest");
        }
        return content;
    }

    static StoredFile file(String line) throws FilesException {
        try (var json = JSON.createParser(ObjectReadContext.empty(), good(line))) {
            json.nextToken();
            var row = row(json);
            if (row.sha256 != null && json.nextToken() == null) {
                var entry = row.entry();
                return new StoredFile(
                        entry.name(), entry.size(), entry.modified(), new Sha256(row.sha256));
            }
        } catch (JacksonException
                | FailureException
                | DateTimeException
                | IllegalArgumentException wrong) {
            // Told below.
        }
        throw unexpected(line, "what is known of a file");
    }

    static List<FileEntry> files(String line) throws FilesException {
        var files = new ArrayList<FileEntry>();
        try (var json = JSON.createParser(ObjectReadContext.empty(), good(line))) {
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    files.add(row(json).entry());
                }
                if (json.currentToken() == JsonToken.END_ARRAY && json.nextToken() == null) {
                    return files;
                }
            }
        } catch (JacksonException
                | FailureException
                | DateTimeException
                | IllegalArgumentException wrong) {
            // Told below.
        }
        throw unexpected(line, "a list of files");
    }

    /** Reads an object, at whose beginning the parser is. */
    private static Row row(JsonParser json) {
        var row = new Row();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return row;
        }
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "name" -> row.name = json.getValueAsString();
                case "size" -> row.size = json.getLongValue();
                case "modified" -> row.modified = json.getValueAsString();
                case "sha256" -> row.sha256 = json.getValueAsString();
                default -> json.skipChildren();
            }
        }
        return row;
    }

    /** What an object says of a file. */
    private static final class Row {
        private @Nullable String name;
        private long size = -1;
        private @Nullable String modified;
        private @Nullable String sha256;

        FileEntry entry() throws FailureException {
            if (name == null || size < 0 || modified == null) {
                throw new IllegalArgumentException("name, size or time is missing");
            }
            return new FileEntry(FileName.of(name), size, Instant.parse(modified));
        }
    }

    static FilesException.Malformed unexpected(String line, String wanted) {
        return new FilesException.Malformed(
                "the server says '%s' in place of %s"
                        .formatted(HarmlessText.of(shorten(line, SHOWN)), wanted));
    }

    private static String shorten(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }
}
