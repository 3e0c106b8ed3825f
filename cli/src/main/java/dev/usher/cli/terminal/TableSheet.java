package dev.usher.cli.terminal;

import tools.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows as a table for people: names above, numbers to the right. The first rows say how wide the
 * columns are; should a later one be wider, only its line is.
 */
public final class TableSheet implements Sheet {
    private static final int MEASURED = 1_000;

    private final PrintWriter out;
    private final List<JsonNode> held = new ArrayList<>();
    private List<String> names = List.of();
    private int[] widths = {};
    private boolean[] numeric = {};
    private boolean measured;

    public TableSheet(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void row(JsonNode row) {
        if (measured) {
            print(row);
            return;
        }
        held.add(row);
        if (held.size() == MEASURED) {
            measure();
        }
    }

    private void measure() {
        measured = true;
        if (held.isEmpty()) {
            return;
        }
        names = List.copyOf(held.getFirst().propertyNames());
        widths = new int[names.size()];
        numeric = new boolean[names.size()];
        for (int i = 0; i < names.size(); i++) {
            var name = names.get(i);
            widths[i] = Cell.width(name(name));
            numeric[i] = held.stream().anyMatch(row -> row.path(name).isNumber());
            for (var row : held) {
                widths[i] = Math.max(widths[i], Cell.width(Cell.of(row.path(name))));
            }
        }
        print(names.stream().map(TableSheet::name).toList());
        var rules = new ArrayList<String>();
        for (int width : widths) {
            rules.add("-".repeat(width));
        }
        print(rules);
        held.forEach(this::print);
        held.clear();
    }

    private static String name(String name) {
        return Cell.printable(name);
    }

    private void print(JsonNode row) {
        print(names.stream().map(name -> Cell.of(row.path(name))).toList());
    }

    private void print(List<String> cells) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            var blanks = " ".repeat(Math.max(0, widths[i] - Cell.width(cells.get(i))));
            line.append(i == 0 ? "" : "  ");
            line.append(numeric[i] ? blanks + cells.get(i) : cells.get(i) + blanks);
        }
        out.print(line.toString().stripTrailing() + "\n");
    }

    @Override
    public void close() {
        if (!measured) {
            measure();
        }
        out.flush();
    }
}
