package dev.usher.services.checkin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Output;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A roster as a table for spreadsheets (RFC 4180): lines that end with CR and LF, the first with
 * the names of the columns. An empty line tells that it is whole: no other is empty.
 *
 * <p>A spreadsheet would compute what begins like a formula, and students choose their names. Such
 * a text gets an apostrophe in front.
 */
final class RosterCsv {
    private static final String END = "\r\n";
    private static final String HEAD = "name,github,sid,client,at" + END;

    /** How formulas begin, in wide letters too. */
    private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

    private RosterCsv() {}

    /** Writes this part of the roster, as the client takes it. */
    static void write(Roster roster, RosterExcerpt excerpt, Output output) throws IOException {
        write(HEAD, output);
        excerpt.each(roster, student -> write(line(student), output));
        write(END, output);
    }

    private static void write(String text, Output output) throws IOException {
        output.write(text.getBytes(UTF_8));
    }

    static String line(Roster.Entry student) {
        return Stream.of(
                                student.name(),
                                student.github(),
                                student.sid(),
                                "" + student.client(),
                                student.at().toString())
                        .map(RosterCsv::field)
                        .collect(Collectors.joining(","))
                + END;
    }

    private static String field(String text) {
        var harmless = isFormula(text.strip()) ? "'" + text : text;
        boolean plain = harmless.equals(text) && harmless.strip().equals(harmless);
        return plain && harmless.chars().noneMatch(c -> c == '"' || c == ',' || c < ' ')
                ? harmless
                : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    }
}
