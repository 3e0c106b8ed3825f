package dev.usher.commands;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which line means which command. Immutable. */
final class Grammar<R> {
    private final Class<R> type;
    private final Map<String, Signature> signatures = new LinkedHashMap<>();
    private final @Nullable Signature byDefault;

    Grammar(Class<R> type) {
        this.type = type;
        Declaration.read(type).forEach(this::add);
        byDefault = findDefault();
        Declaration.read(BuiltIn.class).forEach(this::add);
    }

    private void add(Signature signature) {
        if (signatures.putIfAbsent(signature.name(), signature) != null) {
            throw new IllegalArgumentException(
                    type.getTypeName()
                            + " declares "
                            + signature.name()
                            + " twice, or a command that every service has");
        }
    }

    private @Nullable Signature findDefault() {
        var defaults = signatures.values().stream().filter(Signature::isDefault).toList();
        if (defaults.size() > 1) {
            throw new IllegalArgumentException(
                    type.getTypeName() + " has more than one default command: " + defaults);
        }
        return defaults.isEmpty() ? null : defaults.getFirst();
    }

    /** All commands, those that every service has at the end. */
    List<Signature> signatures() {
        return List.copyOf(signatures.values());
    }

    /** The command of this name, or {@code null}. */
    @Nullable Signature signature(String name) {
        return signatures.get(name);
    }

    /** What a line asks for, and how it wants to be answered. */
    Request<R> read(String line) {
        int start = Words.skipBlanks(line, 0);
        if (start == line.length()) {
            return new Blank<>();
        }
        char first = line.charAt(start);
        if (first == '{' || first == '[') {
            return new JsonRpcReader<>(this, line).read();
        }
        return new Single<>(Dialect.TEXT, intent(line, start));
    }

    private Intent<R> intent(String line, int start) {
        if (byDefault != null && !Character.isLetter(line.codePointAt(start))) {
            return intent(byDefault, new Words(line, start));
        }
        int end = start;
        while (end < line.length() && !Words.isBlank(line.charAt(end))) {
            end++;
        }
        var name = line.substring(start, end);
        var signature = signatures.get(name);
        return signature == null ? unknown(name) : intent(signature, new Words(line, end));
    }

    private Intent<R> intent(Signature signature, Words words) {
        try {
            return intent(signature.read(words));
        } catch (InvalidArguments invalid) {
            return new Intent.Refuse<>(Problem.invalidArguments(signature, invalid));
        }
    }

    /** What a call of this method asks for. */
    Intent<R> intent(String method, @Nullable JsonNode params) {
        var signature = signatures.get(method);
        if (signature == null) {
            return unknown(method);
        }
        try {
            return intent(signature.read(params));
        } catch (InvalidArguments invalid) {
            return new Intent.Refuse<>(Problem.invalidArguments(signature, invalid));
        }
    }

    private Intent<R> intent(Object command) {
        return command instanceof BuiltIn builtIn
                ? new Intent.Ask<>(builtIn)
                : new Intent.Run<>(type.cast(command));
    }

    private static <R> Intent<R> unknown(String name) {
        return new Intent.Refuse<>(Problem.unknownCommand(Words.shorten(name)));
    }
}
