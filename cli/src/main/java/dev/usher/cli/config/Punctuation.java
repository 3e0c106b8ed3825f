package dev.usher.cli.config;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds what is wrong with the quotes, braces and commas of a file, and where it begins: a parser
 * often notices only at the end. Used by one thread.
 */
final class Punctuation {
    private static final String TRIPLE = "\"\"\"";

    /** A brace or bracket that is open, and where. */
    private record Open(char sign, int line) {
        char counterpart() {
            return sign == '{' ? '}' : ']';
        }
    }

    private final String file;
    private final String text;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Problem> problems = new ArrayList<>();
    private int line = 1;
    private int at;

    private Punctuation(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** What is wrong with this text of this file: the first thing, or nothing. */
    static List<Problem> in(Path file, String text) {
        var search = new Punctuation(file.toString(), text);
        while (search.problems.isEmpty() && search.at < text.length()) {
            search.step();
        }
        if (search.problems.isEmpty() && !search.open.isEmpty()) {
            var last = search.open.element();
            search.complain(
                    last.line,
                    "the %c that opens in this line is closed nowhere; write a %c where its content ends"
                            .formatted(last.sign, last.counterpart()));
        }
        return search.problems;
    }

    private void step() {
        char sign = text.charAt(at);
        switch (sign) {
            case '#' -> toEndOfLine();
            case '/' -> slash();
            case '"' -> quoted();
            case '{', '[' -> open.push(new Open(sign, line));
            case '}', ']' -> close(sign);
            case '+' -> plus();
            case ',' -> comma();
            case '\n' -> line++;
            default -> {
                // A letter of a key or a value.
            }
        }
        at++;
    }

    private void slash() {
        if (text.startsWith("//", at)) {
            toEndOfLine();
        }
    }

    private void toEndOfLine() {
        int end = text.indexOf('\n', at);
        at = (end < 0 ? text.length() : end) - 1;
    }

    private void quoted() {
        if (text.startsWith(TRIPLE, at)) {
            quotedByThree();
            return;
        }
        for (int i = at + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
            if (text.charAt(i) == '"') {
                at = i;
                return;
            }
            if (text.charAt(i) == '\\') {
                i++;
            }
        }
        complain(
                line,
                "a quotation mark (\") has no second one in this line; write it behind the value");
    }

    /** Such a text may have several lines, and ends with the last three of its quotation marks. */
    private void quotedByThree() {
        int end = text.indexOf(TRIPLE, at + TRIPLE.length());
        if (end < 0) {
            complain(
                    line,
                    "the text that begins with \"\"\" in this line ends nowhere; write \"\"\""
                            + " behind it");
            return;
        }
        end += TRIPLE.length();
        while (end < text.length() && text.charAt(end) == '"') {
            end++;
        }
        line += (int) text.substring(at, end).chars().filter(letter -> letter == '\n').count();
        at = end - 1;
    }

    private void close(char sign) {
        if (open.isEmpty()) {
            complain(
                    line,
                    "this %c closes nothing; remove it, or open a section before".formatted(sign));
        } else if (open.element().counterpart() != sign) {
            complain(
                    line,
                    "a %c stands where the %c of line %d is to be closed; write a %c before it"
                            .formatted(
                                    sign,
                                    open.element().sign,
                                    open.element().line,
                                    open.element().counterpart()));
        } else {
            open.pop();
        }
    }

    private void plus() {
        if (text.startsWith("+=", at)) {
            complain(line, "+= adds to a list, and no setting is one; write = and the value");
        }
    }

    /** A comma in the middle of a number, where for the parser another key would begin. */
    private void comma() {
        int from = at;
        while (from > 0 && isDigit(from - 1)) {
            from--;
        }
        int to = at;
        while (to < text.length() && (isDigit(to) || text.charAt(to) == ',')) {
            to++;
        }
        var number = text.substring(from, to);
        if (number.matches("[0-9]{1,3}(,[0-9]{3})+")) {
            complain(
                    line,
                    "%s: a number has no commas; write %s"
                            .formatted(number, number.replace(",", "")));
        }
    }

    private boolean isDigit(int index) {
        return text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private void complain(int where, String sentence) {
        problems.add(new Problem(new Origin.InFile(file, where), sentence));
    }
}
