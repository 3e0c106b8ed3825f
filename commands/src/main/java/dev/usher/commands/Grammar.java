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
        return command(line, start);
    }

    private Single<R> command(String line, int start) {
        boolean unnamed = byDefault != null && !Character.isLetter(line.codePointAt(start));
        int end = unnamed ? start : Words.skipWord(line, start);
        var name = line.substring(start, end);
        var signature = unnamed ? byDefault : signatures.get(name);
        if (signature == null) {
            return new Single<>(Dialect.TEXT, unknown(name));
        }
        var intent = intent(signature, called -> called.read(new Words(line, end)));
        return new Single<>(Dialect.TEXT, intent, signature.takesBytes());
    }

    /** What a call of this method asks for. */
    Intent<R> call(String method, @Nullable JsonNode params) {
        var signature = signatures.get(method);
        if (signature == null) {
            return unknown(method);
        }
        return signature.isTextOnly()
                ? new Intent.Refuse<>(Problem.textOnly(signature.name()))
                : intent(signature, called -> called.read(params));
    }

    private static <R> Intent<R> unknown(String name) {
        return new Intent.Refuse<>(Problem.unknownCommand(Words.shorten(name)));
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
