package dev.usher.cli.terminal;

import tools.jackson.databind.JsonNode;

import java.io.PrintWriter;

/** Shows rows, one after another, however many there are. Closed when there are no more. */
public interface Sheet extends AutoCloseable {
    /** Shows a row, a JSON object; all rows have the same names. */
    void row(JsonNode row);

    @Override
    void close();

    /** A row in each line, as JSON. */
    static Sheet json(PrintWriter out) {
        return new Sheet() {
            @Override
            public void row(JsonNode row) {
                out.print(Cell.printable(row.toString()) + "\n");
            }

            @Override
            public void close() {
                out.flush();
            }
        };
    }
}
