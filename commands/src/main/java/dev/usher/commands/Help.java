package dev.usher.commands;

import dev.usher.FailureException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code help} answers: one line for people, and for programs what they need to complete what
 * people type.
 */
final class Help {
    private final Grammar<?> grammar;

    Help(Grammar<?> grammar) {
        this.grammar = grammar;
    }

    /** All commands: {@code add A B | [evaluate] EXPRESSION... | help [COMMAND] | quit}. */
    Reply overview() {
        var signatures = grammar.signatures();
        return Reply.line(
                signatures.stream().map(Signature::usage).collect(Collectors.joining(" | ")),
                signatures.stream().map(Help::data).toList());
    }

    /** One command: {@code add A B: adds two numbers (A: number, B: number)}. */
    Reply about(String name) throws FailureException {
        var signature = grammar.signature(name);
        if (signature == null) {
            throw FailureException.rejected(
                    "unknown-command", Words.shorten(name) + " (try: help)");
        }
        return Reply.line(text(signature), data(signature));
    }

    private static String text(Signature signature) {
        var types =
                signature.parameters().stream()
                        .map(parameter -> parameter.title() + ": " + type(parameter))
                        .collect(Collectors.joining(", "));
        return signature.usage()
                + ": "
                + signature.description()
                + (types.isEmpty() ? "" : " (" + types + ")");
    }

    private static String type(Parameter parameter) {
        if (parameter.isFlag()) {
            return "flag";
        }
        return parameter.choices().isEmpty()
                ? parameter.type()
                : String.join(" or ", parameter.choices());
    }

    private static Map<String, Object> data(Signature signature) {
        var data = new LinkedHashMap<String, Object>();
        data.put("name", signature.name());
        data.put("description", signature.description());
        data.put("default", signature.isDefault());
        if (signature.isTextOnly()) {
            data.put("text-only", true);
        }
        data.put("params", signature.parameters().stream().map(Help::data).toList());
        return data;
    }

    private static Map<String, Object> data(Parameter parameter) {
        var data = new LinkedHashMap<String, Object>();
        data.put("name", parameter.name());
        data.put("type", parameter.type());
        List<String> choices = parameter.choices();
        if (!choices.isEmpty()) {
            data.put("choices", choices);
        }
        data.put("optional", parameter.isOptional());
        data.put("rest", parameter.isRest());
        if (parameter.isOption()) {
            data.put("option", true);
        }
        return data;
    }
}
