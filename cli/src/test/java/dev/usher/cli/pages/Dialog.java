package dev.usher.cli.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command as a page shows it, and what the page says it prints.
 *
 * @param line where it stands on the page
 * @param command what is typed
 * @param shown what is printed; {@code …} stands for anything, in a line and for lines
 * @param varies whether numbers and the width of columns are different each time
 * @param stays whether the command goes on after that
 */
record Dialog(int line, String command, List<String> shown, boolean varies, boolean stays) {
    private static final Pattern ELLIPSIS = Pattern.compile("…");

    /** Which one it is depends on what the system allows. */
    private static final String ENGINE = "(carrier|portable|uring)";

    /** What differs from one run to the next: numbers, columns, the engine. */
    private static final Pattern VARYING =
            Pattern.compile("…|\\d[\\d,.]*| +|(?<=engine(: |\":\"))" + ENGINE);

    private static final String PROMPT = "$ ";
    private static final String CONTINUED = "> ";

    static List<Dialog> of(Page.Block block) {
        var words = List.of(block.info().split(" "));
        var dialogs = new ArrayList<Dialog>();
        var lines = block.lines();
        for (int i = 0; i < lines.size(); ) {
            int at = block.line() + i;
            if (!lines.get(i).startsWith(PROMPT)) {
                throw new IllegalArgumentException("line " + at + " is no command");
            }
            var command = new StringBuilder(lines.get(i++).substring(PROMPT.length()));
            while (i < lines.size() && lines.get(i).startsWith(CONTINUED)) {
                command.append('\n').append(lines.get(i++).substring(CONTINUED.length()));
            }
            var shown = new ArrayList<String>();
            while (i < lines.size() && !lines.get(i).startsWith(PROMPT)) {
                shown.add(lines.get(i++));
            }
            dialogs.add(
                    new Dialog(
                            at,
                            command.toString(),
                            List.copyOf(shown),
                            words.contains("varies"),
                            words.contains("stays") && i == lines.size()));
        }
        return dialogs;
    }

    /** Whether this is what the page shows. */
    boolean fits(String printed) {
        var expression = new StringBuilder();
        for (var text : shown) {
            expression.append(text.equals("…") ? "(?s:.*\n)?" : expression(text) + "\n");
        }
        var lines = printed.replace("\r", "");
        return Pattern.matches(
                expression.toString(),
                lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\n");
    }

    private String expression(String text) {
        var expression = new StringBuilder();
        var part = (varies ? VARYING : ELLIPSIS).matcher(text);
        int from = 0;
        while (part.find()) {
            expression.append(Pattern.quote(text.substring(from, part.start())));
            expression.append(
                    switch (part.group().charAt(0)) {
                        case '…' -> ".*";
                        case ' ' -> " +";
                        case 'c', 'p', 'u' -> ENGINE;
                        default -> "\\d[\\d,.]*";
                    });
            from = part.end();
        }
        return expression.append(Pattern.quote(text.substring(from))).toString();
    }
}
