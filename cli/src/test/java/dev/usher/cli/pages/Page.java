package dev.usher.cli.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the documentation, in Markdown.
 *
 * @param file where it lies
 * @param blocks what stands between fences on it, in order
 */
record Page(Path file, List<Block> blocks) {

    /**
     * What stands between two fences.
     *
     * @param line the number of its first line
     * @param info what stands behind the opening fence: {@code java}, {@code console}, …
     * @param lines the text
     */
    record Block(int line, String info, List<String> lines) {
        boolean is(String language) {
            return info.equals(language) || info.startsWith(language + " ");
        }
    }

    static Page of(Path file) throws IOException {
        var blocks = new ArrayList<Block>();
        var lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.startsWith("```")) {
                int first = i + 1;
                int end = first;
                while (!lines.get(end).strip().equals("```")) {
                    end++;
                }
                blocks.add(new Block(first + 1, line.substring(3), lines.subList(first, end)));
                i = end;
            }
        }
        return new Page(file, List.copyOf(blocks));
    }
}
