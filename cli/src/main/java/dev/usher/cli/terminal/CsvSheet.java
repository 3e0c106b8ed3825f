package dev.usher.cli.terminal;

import tools.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows as CSV (RFC 4180), the names of the columns first. Texts are as they are, line ends and all:
 * this is for programs. Nothing stands for no value, and {@code ""} for the empty text.
 */
public final class CsvSheet implements Sheet {
    private final PrintWriter out;
    private List<String> names = List.of();

    public CsvSheet(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void row(JsonNode row) {
        if (names.isEmpty()) {
            names = List.copyOf(row.propertyNames());
            line(names.stream().map(name -> field(name, false)).toList());
        }
        line(names.stream().map(name -> field(row.path(name))).toList());
    }

    private void line(List<String> fields) {
        out.print(fields.stream().collect(Collectors.joining(",", "", "\r\n")));
    }

    private static String field(JsonNode value) {
        return value.isNull() || value.isMissingNode()
                ? ""
                : field(Cell.plain(value), value.isString() && value.stringValue().isEmpty());
    }

    private static String field(String text, boolean isEmpty) {
        boolean quotes =
                isEmpty
                        || text.chars().anyMatch(c -> c == '"' || c == ',' || c < ' ')
                        || !text.strip().equals(text);
        return quotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Override
    public void close() {
        out.flush();
    }
}
