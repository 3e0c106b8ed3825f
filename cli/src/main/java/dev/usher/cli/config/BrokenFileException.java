package dev.usher.cli.config;

import java.util.List;

/** A file that does not say anything that could be understood. */
final class BrokenFileException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    BrokenFileException(List<Problem> problems) {
        super(problems.toString());
        this.problems = List.copyOf(problems);
    }

    BrokenFileException(String file, int line, String sentence) {
        this(List.of(new Problem(new Origin.InFile(file, line), sentence)));
    }

    List<Problem> problems() {
        return problems;
    }
}
