package dev.usher.cli.config;

import com.typesafe.config.ConfigUtil;

import dev.usher.services.text.HarmlessText;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a value may be: how it is read, and how it is written. Immutable.
 *
 * @param <T> the values
 * @param allowed what may be written, for people: {@code a whole number from 1 to 16}
 * @param reading makes a value of a text, or {@code null} of one that is not allowed
 * @param writing makes a text of a value that is read as that value again
 * @param showing leaves out of a text what is not for everybody's eyes
 */
public record Kind<T>(
        String allowed,
        Reading<T> reading,
        Function<T, String> writing,
        UnaryOperator<String> showing) {
    private static final int LONGEST_SHOWN = 100;

    /** What a file need not have in quotes. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9. -]*[A-Za-z0-9])?");

    private static final Map<String, Boolean> FLAGS =
            Map.of(
                    "true", true, "on", true, "yes", true, "false", false, "off", false, "no",
                    false);

    /** Makes a value of a text. */
    @FunctionalInterface
    public interface Reading<T> {
        /** The value, or {@code null} if the text is not allowed. */
        @Nullable T read(String text);
    }

    Kind(String allowed, Reading<T> reading, Function<T, String> writing) {
        this(allowed, reading, writing, UnaryOperator.identity());
    }

    /** {@code , such as 500, 64K or 20M}; nothing without any. */
    static String examples(List<String> texts) {
        return texts.isEmpty()
                ? ""
                : ", such as " + String.join(", ", texts).replaceFirst(", ([^,]*)$", " or $1");
    }

    /** A number without decimals, from the one to the other. */
    public static Kind<Integer> whole(int least, int most) {
        return Numbers.whole(least, most);
    }

    /** As {@link #whole}, for large ones. */
    public static Kind<Long> large(long least, long most) {
        return Numbers.large(least, most);
    }

    /** Bytes: {@code 500}; or, in units of 1024, {@code 64K}, {@code 20M}, {@code 10G}. */
    public static Kind<Long> bytes(long least, long most) {
        return Numbers.bytes(least, most);
    }

    /** A time with its unit: {@code 90 s}, {@code 500 ms}, {@code 10 min}, {@code 90 d}. */
    public static Kind<Duration> duration(Duration least, Duration most) {
        return Durations.withUnit(least, most);
    }

    /** A time as a bare number of seconds. */
    public static Kind<Duration> seconds(Duration least, Duration most) {
        return Durations.counted(Duration.ofSeconds(1), least, most);
    }

    /** A time as a bare number of days. */
    public static Kind<Duration> days(Duration least, Duration most) {
        return Durations.counted(Duration.ofDays(1), least, most);
    }

    /** {@code true} or {@code false}; also {@code on}, {@code off}, {@code yes}, {@code no}. */
    public static Kind<Boolean> flag() {
        return new Kind<>("true or false", FLAGS::get, flag -> flag.toString());
    }

    /** One of these words. */
    public static Kind<String> word(List<String> words) {
        return new Kind<>(
                "one of " + String.join(", ", words),
                text -> words.contains(text) ? text : null,
                Function.identity());
    }

    /** A text of this form. */
    public static Kind<String> text(Pattern form, String allowed) {
        return new Kind<>(
                allowed, text -> form.matcher(text).matches() ? text : null, Function.identity());
    }

    /** The path of a file or folder, which need not be there. */
    public static Kind<Path> path() {
        return new Kind<>("a path", Kind::readPath, Path::toString);
    }

    private static @Nullable Path readPath(String text) {
        try {
            return text.isBlank() ? null : Path.of(text);
        } catch (InvalidPathException noPath) {
            return null;
        }
    }

    /** An address of a machine, by number or by a name that this machine knows. */
    public static Kind<InetAddress> address() {
        return new Kind<>(
                "an address, such as 127.0.0.1, or a known name of one",
                Kind::readAddress,
                InetAddress::getHostAddress);
    }

    private static @Nullable InetAddress readAddress(String text) {
        try {
            return text.isBlank() ? null : InetAddress.getByName(text);
        } catch (UnknownHostException unknown) {
            return null;
        }
    }

    /** One that need not be given: empty then, written as nothing, or {@code null} in a file. */
    public static <T> Kind<Optional<T>> optional(Kind<T> kind) {
        return new Kind<>(
                kind.allowed,
                text -> optional(kind, text),
                value -> value.map(kind.writing).orElse(""),
                kind.showing);
    }

    @SuppressWarnings("NullableOptional") // null is a text that is not allowed, as in any kind
    private static <T> @Nullable Optional<T> optional(Kind<T> kind, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var value = kind.reading.read(text);
        return value == null ? null : Optional.of(value);
    }

    /** The same, and this leaves out of a text what nobody should see. */
    public Kind<T> showing(UnaryOperator<String> mask) {
        return new Kind<>(allowed, reading, writing, mask);
    }

    /**
     * The value that this text stands for.
     *
     * @throws IllegalArgumentException with a sentence that shows the text and what is allowed
     */
    public T read(String text) {
        var value = reading.read(text);
        if (value == null) {
            throw new IllegalArgumentException(
                    "'%s' is not %s".formatted(HarmlessText.of(shortened(shown(text))), allowed));
        }
        return value;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }

    /** The text that is read as this value. */
    public String write(T value) {
        return writing.apply(value);
    }

    /** A text as it may stand behind a key in a file. */
    String quoted(String text) {
        if (text.isEmpty()) {
            return "null";
        }
        return PLAIN.matcher(text).matches() && !text.equals("null")
                ? text
                : ConfigUtil.quoteString(text);
    }

    /** A text as anybody may see it. */
    public String shown(String text) {
        return showing.apply(text);
    }
}
