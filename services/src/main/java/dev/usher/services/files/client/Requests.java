package dev.usher.services.files.client;

import dev.usher.services.files.Condition;
import dev.usher.services.files.FileName;
import dev.usher.services.files.PutOptions;

import org.jspecify.annotations.Nullable;

/** The lines that are sent to a server, without their ends. */
final class Requests {
    private Requests() {}

    static String put(FileName name, PutOptions options) {
        var line = new StringBuilder("put " + quoted(name) + " " + options.size());
        if (options.sha256() != null) {
            line.append(" sha256=").append(options.sha256());
        }
        line.append(option(options.condition()));
        switch (options.start()) {
            case PutOptions.Start.Anew() -> {}
            case PutOptions.Start.WhereItBroke() -> line.append(" resume");
            case PutOptions.Start.At(long offset) -> line.append(" resume=").append(offset);
        }
        return line.toString();
    }

    static String get(FileName name, long offset) {
        return "get " + quoted(name) + (offset == 0 ? "" : " " + offset);
    }

    static String list(String prefix, @Nullable FileName after, int limit) {
        return "list"
                + (prefix.isEmpty() ? "" : " " + quoted(prefix))
                + (after == null ? "" : " after=" + quoted(after))
                + " limit="
                + limit;
    }

    static String stat(FileName name) {
        return "stat " + quoted(name);
    }

    static String delete(FileName name, Condition condition) {
        if (condition instanceof Condition.IfAbsent) {
            throw new IllegalArgumentException("what is absent cannot be deleted");
        }
        return "delete " + quoted(name) + option(condition);
    }

    static String rename(FileName from, FileName to, Condition condition) {
        if (condition instanceof Condition.IfMatch) {
            throw new IllegalArgumentException("a rename does not look at the content");
        }
        return "rename " + quoted(from) + " " + quoted(to) + option(condition);
    }

    private static String option(Condition condition) {
        return switch (condition) {
            case Condition.Always() -> "";
            case Condition.IfAbsent() -> " if-absent";
            case Condition.IfMatch(var sha256) -> " if-match=" + sha256;
        };
    }

    private static String quoted(FileName name) {
        return quoted(name.toString());
    }

    /** In quotes even where it need not be: so no name is taken for an option. */
    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character == '"' || character == '\\') {
                quoted.append("\\u%04x".formatted((int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
