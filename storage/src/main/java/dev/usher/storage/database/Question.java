package dev.usher.storage.database;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A question in SQL, looked at before any database sees it. The database itself lets nobody write
 * who asks; this is the wall before that one. What is not known to be harmless is refused: more
 * than one statement, functions that are not on a list, the database's own tables, and whatever one
 * database would read in another way than this class does.
 */
final class Question {
    private static final int END = -1;

    /** What a question is made of. */
    private enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        SIGN
    }

    private record Token(Kind kind, String text) {
        boolean is(String other) {
            return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(other);
        }

        boolean isName() {
            return kind == Kind.WORD || kind == Kind.QUOTED;
        }
    }

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Question(String sql) {
        this.sql = sql;
    }

    /**
     * The question without the semicolon at its end.
     *
     * @throws FailureException rejected as {@code invalid} or {@code forbidden}
     */
    static String checked(String sql) throws FailureException {
        var question = new Question(sql);
        question.read();
        question.check();
        var text = sql.strip();
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }

    private void read() throws FailureException {
        while (at < sql.length()) {
            int first = character(at);
            if (first == ' ' || first == '\t' || first == '\n' || first == '\r' || first == '\f') {
                at++;
            } else if (first == '\'') {
                tokens.add(new Token(Kind.STRING, quoted('\'')));
            } else if (first == '"') {
                tokens.add(new Token(Kind.QUOTED, quoted('"')));
            } else if (isDigit(first) || (first == '.' && isDigit(character(at + 1)))) {
                number();
            } else if (isLetter(first)) {
                word();
            } else {
                sign(first);
            }
        }
    }

    private int character(int index) {
        return index < sql.length() ? sql.charAt(index) : END;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isLetter(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || character == '_'
                || character >= 0x80;
    }

    /** What stands in quotes, which are doubled to stand for themselves. */
    private String quoted(char quote) throws FailureException {
        var text = new StringBuilder();
        at++;
        while (true) {
            int next = character(at++);
            switch (next) {
                case END -> throw invalid("a quote has no end");
                case 0 -> throw invalid("the character NUL is not part of any question");
                default -> {
                    if (next == quote) {
                        if (character(at) != quote) {
                            return text.toString();
                        }
                        at++;
                    }
                    text.append((char) next);
                }
            }
        }
    }

    private void number() throws FailureException {
        int start = at;
        digits();
        if (character(at) == '.') {
            at++;
            digits();
        }
        if (character(at) == 'e' || character(at) == 'E') {
            at++;
            if (character(at) == '+' || character(at) == '-') {
                at++;
            }
            digits();
        }
        if (isLetter(character(at)) || character(at) == '\'' || character(at) == '"') {
            throw invalid("a number does not end where it should: " + sql.substring(start, at));
        }
        tokens.add(new Token(Kind.NUMBER, sql.substring(start, at)));
    }

    private void digits() {
        while (isDigit(character(at))) {
            at++;
        }
    }

    private void word() throws FailureException {
        var word = new StringBuilder();
        while (isLetter(character(at)) || isDigit(character(at))) {
            char letter = sql.charAt(at++);
            // As databases do: these letters and no others.
            word.append(letter >= 'A' && letter <= 'Z' ? (char) (letter + 'a' - 'A') : letter);
        }
        if (character(at) == '\'' || character(at) == '"') {
            throw invalid("a blank is missing before a quote, behind " + word);
        }
        tokens.add(new Token(Kind.WORD, word.toString()));
    }

    private void sign(int first) throws FailureException {
        var two = sql.substring(at, Math.min(at + 2, sql.length()));
        if (two.equals("--") || two.equals("/*")) {
            throw forbidden("comments are not read here");
        }
        if (two.equals("&'") || two.equals("&\"")) {
            throw invalid("a blank is missing before a quote");
        }
        if (two.equals("::")) {
            tokens.add(new Token(Kind.SIGN, two));
            at += 2;
            return;
        }
        if (first == ';') {
            if (!sql.substring(at + 1).isBlank()) {
                throw forbidden("only one question can be asked at a time");
            }
            at = sql.length();
            return;
        }
        if ("(),.+-*/%<>=!|&~^".indexOf(first) < 0) {
            throw forbidden("the character " + printed(first) + " is not read here");
        }
        tokens.add(new Token(Kind.SIGN, String.valueOf((char) first)));
        at++;
    }

    private static String printed(int character) {
        return character > ' ' && character < 0x7f
                ? String.valueOf((char) character)
                : "number " + character;
    }

    private void check() throws FailureException {
        if (tokens.isEmpty()) {
            throw invalid("there is no question");
        }
        var first = tokens.getFirst();
        if (!first.is("select") && !first.is("with") && !first.is("values")) {
            throw forbidden("a question begins with SELECT, WITH or VALUES");
        }
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (token.isName()) {
                checkName(token, i);
            }
        }
    }

    private void checkName(Token token, int index) throws FailureException {
        var name = token.text();
        if (Vocabulary.isOfTheDatabase(name)) {
            throw forbidden(name + " is not for questions");
        }
        boolean called = index + 1 < tokens.size() && tokens.get(index + 1).is("(");
        if (!called || Vocabulary.isFunction(name)) {
            return;
        }
        if (token.kind() == Kind.WORD && Vocabulary.isKeyword(name)) {
            return;
        }
        if (!isNamedHere(index)) {
            throw forbidden("the function " + name + " is not for questions");
        }
    }

    /** Whether a name before a parenthesis is made by the question: no function is called. */
    private boolean isNamedHere(int index) {
        var before = token(index - 1);
        if (before != null && before.is("as")) {
            return true; // AS name(columns), or a type: AS name(length)
        }
        boolean mayBeFirst = before != null && (before.is("with") || before.is("recursive"));
        boolean mayBeNext =
                before != null && before.is(",") && index > 1 && tokens.get(index - 2).is(")");
        return (mayBeFirst || mayBeNext) && isDefined(closing(index + 1) + 1);
    }

    /** Whether {@code AS (SELECT …} follows here. */
    private boolean isDefined(int index) {
        int next = index;
        if (!is(next++, "as")) {
            return false;
        }
        if (is(next, "not")) {
            next++;
        }
        if (is(next, "materialized")) {
            next++;
        }
        return is(next, "(")
                && (is(next + 1, "select") || is(next + 1, "values") || is(next + 1, "with"));
    }

    private boolean is(int index, String text) {
        var token = token(index);
        return token != null && token.is(text);
    }

    /** Where the parenthesis ends that begins here; behind everything if it does not. */
    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (tokens.get(i).is("(")) {
                depth++;
            } else if (tokens.get(i).is(")") && --depth == 0) {
                return i;
            }
        }
        return tokens.size();
    }

    private @Nullable Token token(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index) : null;
    }

    private static FailureException invalid(String why) {
        return FailureException.rejected("invalid", why);
    }

    private static FailureException forbidden(String why) {
        return FailureException.rejected("forbidden", why);
    }
}
