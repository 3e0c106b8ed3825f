package dev.usher.commands;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the declaration of a command set: a sealed interface, its records, their components.
 * Whatever is wrong with it is an {@link IllegalArgumentException} that names the place.
 */
final class Declaration {
    private Declaration() {}

    /** The signatures of all records, in the order of their declaration. */
    static List<Signature> read(Class<?> commands) {
        if (!commands.isInterface() || !commands.isSealed()) {
            throw wrong(commands, "is not a sealed interface");
        }
        var signatures = new ArrayList<Signature>();
        for (var member : commands.getPermittedSubclasses()) {
            if (member.isInterface()) {
                signatures.addAll(read(member));
            } else {
                signatures.add(signature(member));
            }
        }
        return signatures;
    }

    private static Signature signature(Class<?> type) {
        if (!type.isRecord()) {
            throw wrong(type, "is neither a record nor a sealed interface of records");
        }
        var command = type.getAnnotation(Command.class);
        if (command == null) {
            throw wrong(type, "has no @Command that says what it does");
        }
        return new Signature(
                Names.kebab(type.getSimpleName()),
                command.value(),
                type.isAnnotationPresent(DefaultCommand.class),
                type.getAnnotation(RawBytes.class),
                parameters(type),
                constructor(type.asSubclass(Record.class)));
    }

    private static List<Parameter> parameters(Class<?> type) {
        var parameters = new ArrayList<Parameter>();
        for (var component : type.getRecordComponents()) {
            var parameter = parameter(type, component);
            if (!parameters.isEmpty()) {
                checkOrder(type, parameters.getLast(), parameter);
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    private static void checkOrder(Class<?> type, Parameter previous, Parameter next) {
        if (previous.isOption() && !next.isOption()) {
            throw wrong(type, next.name() + " follows an option and is none");
        }
        if (previous.isRest()) {
            throw wrong(type, "has a component after its @Rest " + previous.name());
        }
        if (previous.isOptional() && !next.isOptional()) {
            throw wrong(type, next.name() + " follows an optional component and is not optional");
        }
    }

    private static Parameter parameter(Class<?> record, RecordComponent component) {
        boolean optional = component.getType() == Optional.class;
        var type = optional ? insideOptional(component) : component.getGenericType();
        var argumentType = type instanceof Class<?> simple ? ArgumentType.of(simple) : null;
        if (argumentType == null || (!optional && isBox(component.getType()))) {
            throw wrong(
                    record,
                    component.getName()
                            + " is of type "
                            + type.getTypeName()
                            + "; allowed are String, int, long, BigDecimal, boolean, an enum,"
                            + " JsonNode, and Optional of these");
        }
        boolean rest = component.isAnnotationPresent(Rest.class);
        if (rest && argumentType != ArgumentType.Text.ANY) {
            throw wrong(record, "@Rest " + component.getName() + " is no string");
        }
        var option = component.getAnnotation(Option.class);
        if (option != null && !optional && component.getType() != boolean.class) {
            throw wrong(
                    record, "@Option " + component.getName() + " is neither Optional nor boolean");
        }
        return new Parameter(component.getName(), argumentType, optional, rest, option);
    }

    private static Type insideOptional(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType optional
                ? optional.getActualTypeArguments()[0]
                : Object.class;
    }

    private static boolean isBox(Class<?> type) {
        return type == Integer.class || type == Long.class || type == Boolean.class;
    }

    private static Constructor<? extends Record> constructor(Class<? extends Record> type) {
        var components =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(components);
            if (!constructor.trySetAccessible()) {
                throw wrong(
                        type,
                        "cannot be made from here: its module must open the package "
                                + type.getPackageName()
                                + " to dev.usher.commands");
            }
            return constructor;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("a record without its constructor", impossible);
        }
    }

    private static IllegalArgumentException wrong(Class<?> type, String what) {
        return new IllegalArgumentException(type.getTypeName() + " " + what);
    }
}
