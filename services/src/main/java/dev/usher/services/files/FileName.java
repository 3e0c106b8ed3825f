package dev.usher.services.files;

import dev.usher.FailureException;
import dev.usher.services.text.HarmlessText;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a file is called in a store: segments with {@code /} between them. Checked when it is made,
 * so that it can mean nothing outside of the store, on no system, and looks like what it is: no
 * {@code ..}, nothing that looks like a separator or a dot, nothing invisible, no device. Ordered
 * by code points. Immutable.
 */
public final class FileName implements Comparable<FileName> {
    /** The store's own folder. */
    static final String RESERVED = ".usher";

    private static final int MAX_BYTES = 1_024;
    private static final int MAX_SEGMENT_BYTES = 255;
    static final int MAX_SEGMENTS = 32;
    private static final int SHOWN = 80;

    /** Look like a separator or a dot, and Unicode does not call them compatible with one. */
    private static final String LOOK_ALIKES =
            "\u0337\u0338\u0701\u0702\u2044\u2215\u2216\u2571\u2572\u27cb\u27cd\u29f5\u29f8\u29f9\ua4f8";

    /** Names of devices on Windows, whatever follows their first dot. */
    private static final Pattern DEVICE =
            Pattern.compile(
                    "(?i)(con|prn|aux|nul|clock\\$|conin\\$|conout\\$"
                            + "|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?");

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");
    private static final Pattern JOINERS = Pattern.compile("[\u200c\u200d]");

    private final String text;

    private FileName(String text) {
        this.text = text;
    }

    /**
     * The name that is written like this.
     *
     * @throws FailureException rejected as {@code invalid}, with a sentence for the client
     */
    public static FileName of(String text) throws FailureException {
        var wrong = whatIsWrong(text);
        if (wrong != null) {
            throw FailureException.rejected("invalid", "name " + shown(text) + " " + wrong);
        }
        return new FileName(text);
    }

    /** Whether a file can be called so. */
    static boolean isPossible(String text) {
        return whatIsWrong(text) == null;
    }

    private static String shown(String text) {
        return HarmlessText.of(
                text.codePointCount(0, text.length()) <= SHOWN
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…");
    }

    private static @Nullable String whatIsWrong(String text) {
        if (text.isEmpty()) {
            return "is empty";
        }
        // Before anything that takes time with a text's length.
        if (bytes(text) > MAX_BYTES) {
            return "has more than " + MAX_BYTES + " bytes";
        }
        if (text.startsWith("/")) {
            return "is absolute";
        }
        if (!text.codePoints().allMatch(FileName::isVisible)) {
            return "has a character that cannot be seen";
        }
        if (!text.codePoints().allMatch(FileName::isUnmistakable)) {
            return "has a backslash, or what looks like a separator or a dot";
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            return "is not in Unicode's form NFC";
        }
        var segments = text.split("/", -1);
        if (segments.length > MAX_SEGMENTS) {
            return "has more than " + MAX_SEGMENTS + " segments";
        }
        for (var segment : segments) {
            var wrong = whatIsWrongWithSegment(segment);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable String whatIsWrongWithSegment(String segment) {
        if (segment.isEmpty()) {
            return "has an empty segment";
        }
        if (segment.chars().allMatch(character -> character == '.')) {
            return "has a segment of nothing but dots";
        }
        if (segment.endsWith(".") || segment.endsWith(" ") || segment.startsWith(" ")) {
            return "has a segment with a blank at an end, or a dot at its end";
        }
        if (bytes(segment) > MAX_SEGMENT_BYTES) {
            return "has a segment of more than " + MAX_SEGMENT_BYTES + " bytes";
        }
        // Some file systems ignore joiners, and many the case.
        if (JOINERS.matcher(segment).replaceAll("").equalsIgnoreCase(RESERVED)) {
            return "is reserved";
        }
        if (DEVICE.matcher(segment).matches() || DRIVE.matcher(segment).matches()) {
            return "is a device on some systems";
        }
        return null;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Joiners cannot be seen, but names are spelled with them in some languages. */
    private static boolean isVisible(int character) {
        return character == '\u200c' || character == '\u200d' || HarmlessText.isPlain(character);
    }

    private static boolean isUnmistakable(int character) {
        if (character < 0x80) {
            return character != '\\';
        }
        if (LOOK_ALIKES.indexOf(character) >= 0) {
            return false;
        }
        var compatible = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC);
        return compatible.chars().noneMatch(part -> part == '/' || part == '\\' || part == '.');
    }

    /** Its segments, of which there is at least one. */
    List<String> segments() {
        return List.of(text.split("/", -1));
    }

    @Override
    public int compareTo(FileName other) {
        return compare(text, other.text);
    }

    /** By code points, which is the order of the UTF-8 bytes too. */
    static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char here = one.charAt(i);
            char there = other.charAt(i);
            if (here != there) {
                // Surrogates stand for code points that are above all other characters.
                int order = Boolean.compare(isSurrogate(here), isSurrogate(there));
                return order != 0 ? order : Character.compare(here, there);
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private static boolean isSurrogate(char character) {
        return Character.isSurrogate(character);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileName name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }

    /** The name as it is written. */
    @Override
    public String toString() {
        return text;
    }
}
