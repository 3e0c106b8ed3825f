package dev.usher.cli.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import com.typesafe.config.parser.ConfigDocument;
import com.typesafe.config.parser.ConfigDocumentFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds keys to which one file gives a value twice, of which the parser takes the last without a
 * word. A value that is taken from elsewhere, by <code>${NAME}</code>, may follow another on
 * purpose.
 */
final class Doubled {
    /** What no file has in it. */
    private static final String MARK = "usher-was-here-1f0c";

    private final Path file;
    private final ConfigDocument document;
    private final String text;
    private final List<Problem> problems = new ArrayList<>();

    private Doubled(Path file, String text) {
        this.file = file;
        document = ConfigDocumentFactory.parseString(text);
        this.text = document.render(); // which writes some includes in another way
    }

    /** What is given twice in this file, of which the text and the meaning are these. */
    static List<Problem> in(Path file, String text, Config parsed) {
        var search = new Doubled(file, text);
        search.look(List.of(), parsed.root());
        return search.problems;
    }

    private void look(List<String> above, ConfigObject object) {
        for (var member : object.entrySet()) {
            var path = new ArrayList<>(above);
            path.add(member.getKey());
            try {
                if (member.getValue() instanceof ConfigObject below) {
                    look(path, below);
                } else if (member.getValue().valueType() != ConfigValueType.NULL) {
                    look(path, member.getValue().origin().lineNumber());
                }
            } catch (ConfigException.NotResolved takenFromElsewhere) {
                // On purpose.
            }
        }
    }

    private void look(List<String> path, int line) {
        var key = ConfigUtil.joinPath(path);
        if (!document.hasPath(key)) {
            return; // from a file that this one includes
        }
        // Giving a value replaces the last one, and removes those before or, where the last is
        // deeper in braces, replaces them too: if there are any, the texts differ before the place
        // of
        // the value, or it stands there twice.
        var changed = document.withValueText(key, MARK).render();
        int same = 0;
        int shorter = Math.min(text.length(), changed.length());
        while (same < shorter && text.charAt(same) == changed.charAt(same)) {
            same++;
        }
        int mark = changed.indexOf(MARK);
        if (same < mark || changed.indexOf(MARK, mark + 1) >= 0) {
            int first = 1 + (int) text.substring(0, same).chars().filter(c -> c == '\n').count();
            problems.add(
                    new Problem(
                            new Origin.InFile(file.toString(), line),
                            "%s: is given in line %d already; remove one of the two"
                                    .formatted(String.join(".", path), first)));
        }
    }
}
