package dev.usher.cli.settings;

import dev.usher.cli.config.Problem;
import dev.usher.cli.terminal.Words;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be used. The message has a line for each thing that is wrong. */
final class WrongConfigurationException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    WrongConfigurationException(List<Problem> problems) {
        super(
                "the configuration has %s\n%s"
                        .formatted(
                                Words.count(problems.size(), "error"),
                                problems.stream()
                                        .map(Problem::toString)
                                        .collect(Collectors.joining("\n"))));
        this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
        return problems;
    }
}
