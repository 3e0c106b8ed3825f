package dev.usher.commands;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.stream.Collectors;

/** How a command is called: its name and its parameters. Immutable. */
public final class Signature {
    private final String name;
    private final String description;
    private final boolean isDefault;
    private final @Nullable RawBytes rawBytes;
    private final List<Parameter> parameters;
    private final Constructor<? extends Record> constructor;

    Signature(
            String name,
            String description,
            boolean isDefault,
            @Nullable RawBytes rawBytes,
            List<Parameter> parameters,
            Constructor<? extends Record> constructor) {
        this.name = name;
        this.description = description;
        this.isDefault = isDefault;
        this.rawBytes = rawBytes;
        this.parameters = List.copyOf(parameters);
        this.constructor = constructor;
    }

    /** Its name, in text and over JSON-RPC. */
    public String name() {
        return name;
    }

    /** What it does, in a few words. */
    public String description() {
        return description;
    }

    /** Whether it takes the lines that do not begin with a letter. */
    public boolean isDefault() {
        return isDefault;
    }

    /** Whether it cannot be called over JSON-RPC: raw bytes follow it, or its answer. */
    public boolean isTextOnly() {
        return rawBytes != null;
    }

    /** Whether raw bytes follow it. */
    boolean takesBytes() {
        return rawBytes != null && rawBytes.value() == RawBytes.After.REQUEST;
    }

    /** Its parameters, in order. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** As {@code help} shows it: {@code add A B}, {@code [evaluate] EXPRESSION...}. */
    public String usage() {
        var usage = isDefault ? "[" + name + "]" : name;
        return parameters.isEmpty() ? usage : usage + " " + joined(" ");
    }

    private String joined(String separator) {
        return parameters.stream().map(Parameter::usage).collect(Collectors.joining(separator));
    }

    /** The command with these words as its arguments. */
    Object read(Words words) throws InvalidArguments {
        var arguments = new @Nullable Object[parameters.size()];
        for (int i = 0; i < arguments.length; i++) {
            var parameter = parameters.get(i);
            if (parameter.isOptional()) {
                readOptions(words, arguments);
            }
            if (arguments[i] == null) {
                arguments[i] = parameter.isOption() ? parameter.absent() : parameter.read(words);
            }
        }
        if (!words.atEnd()) {
            throw new InvalidArguments("too many arguments");
        }
        return create(arguments);
    }

    /** Reads the options that come next. */
    private void readOptions(Words words, @Nullable Object[] arguments) throws InvalidArguments {
        for (int i = next(words); i >= 0; i = next(words)) {
            if (arguments[i] != null) {
                throw new InvalidArguments(parameters.get(i).title() + " is given twice");
            }
            arguments[i] = parameters.get(i).readOption(words);
        }
    }

    /** Which option comes next; negative if none does. */
    private int next(Words words) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).isOption() && words.beginWithOption(parameters.get(i).word())) {
                return i;
            }
        }
        return -1;
    }

    /** The command with these JSON-RPC params: an array, an object, or none. */
    Object read(@Nullable JsonNode params) throws InvalidArguments {
        var arguments = new Object[parameters.size()];
        int used = 0;
        for (int i = 0; i < arguments.length; i++) {
            var parameter = parameters.get(i);
            var value = params == null ? null : find(parameter, i, params);
            used += value == null ? 0 : 1;
            arguments[i] = parameter.read(value);
        }
        if (params != null && params.size() > used) {
            throw new InvalidArguments(
                    params.isArray() ? "too many params" : "unknown param " + unknown(params));
        }
        return create(arguments);
    }

    private static @Nullable JsonNode find(Parameter parameter, int position, JsonNode params) {
        return params.isArray() ? params.get(position) : params.get(parameter.name());
    }

    private String unknown(JsonNode params) {
        return params.propertyNames().stream()
                .filter(name -> parameters.stream().noneMatch(known -> known.name().equals(name)))
                .findFirst()
                .map(Words::quote)
                .orElseThrow();
    }

    private Object create(@Nullable Object[] arguments) throws InvalidArguments {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof IllegalArgumentException refused) {
                throw new InvalidArguments(String.valueOf(refused.getMessage()));
            }
            throw new IllegalStateException("the record of " + name + " failed", thrown);
        } catch (ReflectiveOperationException defect) {
            throw new IllegalStateException("the record of " + name + " cannot be made", defect);
        }
    }

    /** The usage. */
    @Override
    public String toString() {
        return usage();
    }
}
