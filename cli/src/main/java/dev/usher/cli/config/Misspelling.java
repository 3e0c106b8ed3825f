package dev.usher.cli.config;

import com.typesafe.config.ConfigException;

import java.util.List;
import java.util.regex.Pattern;

/** Says in words for people what the parser says in its own. */
final class Misspelling {
    private static final String HINT = " (if you intended";

    private static final String QUOTES =
            "'%s' stands outside of quotes; write the whole value in quotes, or if another setting"
                    + " begins there, that in a line of its own";

    private static final String EQUALS =
            "a second %s in one setting; write another setting in a line of its own, and a value"
                    + " that has a %1$s in quotes";

    private static final String ESCAPE =
            "a \\ in quotes begins a sign such as \\n"
                    + " or \\u00e9, and this is none; write \\\\ for one \\";

    private static final String PATH =
            "this is no key; a key is names with a dot between each two, such as"
                    + " listeners.echo.port";

    private static final String NO_KEY = "there is no key before '%s'; write KEY = VALUE";

    private static final String CYCLE =
            "${%s} takes its value from itself in the end; write a value instead";

    private static final String NOWHERE =
            "${%s} has no value; set it in the environment or in the file, or write ${?%1$s} to do"
                    + " without";

    /**
     * What is said instead.
     *
     * @param parser is found in what the parser says
     * @param people is said instead, with the first group of that
     */
    private record Sentence(Pattern parser, String people) {
        static Sentence of(String parser, String people) {
            return new Sentence(Pattern.compile(parser, Pattern.DOTALL), people);
        }
    }

    private static final List<Sentence> SENTENCES =
            List.of(
                    Sentence.of("(escape sequence|after \\\\u escape|backslash)", ESCAPE),
                    Sentence.of("'(\\$)' not followed by", QUOTES),
                    Sentence.of("Reserved character '(.)'", QUOTES),
                    Sentence.of("(?:got|got wrong token:) '(=)'", EQUALS),
                    Sentence.of("(?:got|got wrong token:|had token:) '([^']+)'", QUOTES),
                    Sentence.of("(path has a leading|Expecting a field name)", PATH),
                    Sentence.of(
                            "include parameter .* Not expecting: '([^']+)'",
                            "include wants its file in quotes: include \"%s\""),
                    Sentence.of("close parentheses .* not: '([^']+)'", NO_KEY),
                    Sentence.of(
                            "trailing tokens .*: '([^']+)'",
                            "'%s' follows the brace that closes the whole file; remove that and the"
                                    + " one that opens it"),
                    Sentence.of(
                            "has type (LIST|STRING)",
                            "this is a list and has no keys; write KEY = VALUE"),
                    Sentence.of("\\$\\{\\??(.+?)\\} was part of a cycle", CYCLE),
                    Sentence.of("substitution to a value: \\$\\{(.+)\\}", NOWHERE));

    private static final Pattern WITHOUT_VALUE =
            Pattern.compile("Key '(.*?)' may not be followed by", Pattern.DOTALL);

    private Misspelling() {}

    /**
     * What is wrong, and what would be right.
     *
     * @param text of the file
     */
    static BrokenFileException in(String file, String text, ConfigException wrong) {
        int line = wrong.origin() == null ? 0 : Math.max(0, wrong.origin().lineNumber());
        var message = String.valueOf(wrong.getMessage());
        var key = WITHOUT_VALUE.matcher(message);
        return key.find() && !message.contains("Reserved")
                ? new BrokenFileException(
                        file,
                        before(line, key.group(1), text),
                        "'%s' has no value; write KEY = VALUE".formatted(key.group(1)))
                : new BrokenFileException(file, line, sentence(wrong));
    }

    /** The last line up to that one in which the key stands: the parser tells of what follows. */
    private static int before(int line, String key, String text) {
        var lines = text.lines().limit(line).toList();
        for (int i = lines.size(); i > 0; i--) {
            if (lines.get(i - 1).contains(key)) {
                return i;
            }
        }
        return line;
    }

    /** What is wrong, without the place. */
    static String sentence(ConfigException wrong) {
        var message = String.valueOf(wrong.getMessage());
        for (var sentence : SENTENCES) {
            var found = sentence.parser.matcher(message);
            if (found.find()) {
                return sentence.people.formatted(found.group(1));
            }
        }
        var place = wrong.origin() == null ? "" : wrong.origin().description() + ": ";
        int hint = message.indexOf(HINT);
        return message.substring(
                message.startsWith(place) ? place.length() : 0, hint < 0 ? message.length() : hint);
    }
}
