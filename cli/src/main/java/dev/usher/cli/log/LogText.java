package dev.usher.cli.log;

import dev.usher.cli.terminal.Words;
import dev.usher.services.text.HarmlessText;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Text of unknown origin as a log may have it: on one line, without what moves a terminal, without
 * passwords, and not without end.
 */
final class LogText {
    private static final int MOST_CHARACTERS = 2_000;
    private static final int MOST_TRACE_LINES = 100;

    /** What may follow such a word, and the user's part of an address. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)((?:password|passwd|pwd|secret|token)[\"']?\\s*[=:]\\s*)(?:\"[^\"]*\"?|[^\\s&;,)}\\]]+)"
                        + "|(://[^\\s:/@?]*:)[^\\s/@?]+(?=@)");

    private LogText() {}

    static String of(String text) {
        // Cut first: nobody searches a megabyte for passwords while clients wait.
        var most = 2 * MOST_CHARACTERS;
        var part = text.length() <= most ? text : text.substring(0, most);
        var plain = HarmlessText.of(withoutSecrets(part));
        return text.length() <= MOST_CHARACTERS
                ? plain
                : plain.substring(0, MOST_CHARACTERS)
                        + "… (%s characters)".formatted(Words.number(text.length()));
    }

    private static String withoutSecrets(String text) {
        return SECRET.matcher(text)
                .replaceAll(found -> (found.group(1) == null ? "$2" : "$1") + "***");
    }

    /** The lines of a stack trace, each harmless. */
    static List<String> trace(Throwable cause) {
        var trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        return trace.toString()
                .lines()
                .limit(MOST_TRACE_LINES)
                .map(line -> of(line.replace("\t", "    ")))
                .toList();
    }
}
