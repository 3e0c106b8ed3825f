package dev.usher.commands;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which line means which command. Immutable. */
final class Grammar<R> {

    /** How the arguments of one request make a command of this signature. */
    private interface Arguments {
        Object applyTo(Signature signature) throws InvalidArguments;
    }

    private final Class<R> type;
    private final Map<String, Signature> signatures = new LinkedHashMap<>();
    private final @Nullable Signature byDefault;

    /**
     * The grammar of the commands that are declared here.
     *
     * @throws IllegalArgumentException if something is wrong with the declaration
     */
    Grammar(Class<R> type) {
        this.type = type;
        var builtIns = Declaration.read(BuiltIn.class);
        for (var signature : Declaration.read(type)) {
            if (builtIns.stream().anyMatch(taken -> taken.name().equals(signature.name()))) {
                throw wrong("declares " + signature.name() + ", which every service has");
            }
            if (signatures.put(signature.name(), signature) != null) {
                throw wrong("declares " + signature.name() + " twice");
            }
        }
        byDefault = findDefault();
        builtIns.forEach(builtIn -> signatures.put(builtIn.name(), builtIn));
    }

    private @Nullable Signature findDefault() {
        var defaults = signatures.values().stream().filter(Signature::isDefault).toList();
        if (defaults.size() > 1) {
            throw wrong("has more than one default command: " + defaults);
        }
        return defaults.isEmpty() ? null : defaults.getFirst();
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(type.getTypeName() + " " + what);
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
        return new Single<>(Dialect.TEXT, command(line, start));
    }

    private Intent<R> command(String line, int start) {
        if (byDefault != null && !Character.isLetter(line.codePointAt(start))) {
            return intent(byDefault, signature -> signature.read(new Words(line, start)));
        }
        int end = Words.skipWord(line, start);
        return named(line.substring(start, end), signature -> signature.read(new Words(line, end)));
    }

    /** What a call of this method asks for. */
    Intent<R> call(String method, @Nullable JsonNode params) {
        return named(method, signature -> signature.read(params));
    }

    private Intent<R> named(String name, Arguments arguments) {
        var signature = signatures.get(name);
        return signature == null
                ? new Intent.Refuse<>(Problem.unknownCommand(Words.shorten(name)))
                : intent(signature, arguments);
    }

    private Intent<R> intent(Signature signature, Arguments arguments) {
        try {
            var command = arguments.applyTo(signature);
            return command instanceof BuiltIn builtIn
                    ? new Intent.Ask<>(builtIn)
                    : new Intent.Run<>(type.cast(command));
        } catch (InvalidArguments invalid) {
            return new Intent.Refuse<>(Problem.invalidArguments(signature, invalid));
        }
    }
}
