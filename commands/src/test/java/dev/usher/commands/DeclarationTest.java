package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** What can be declared as commands, and what is said about declarations that cannot. */
class DeclarationTest {

    @Test
    void namesAreThoseOfTheRecordsInKebabCaseInTheOrderOfTheDeclaration() {
        assertThat(Workshop.COMMANDS.signatures())
                .extracting(Signature::name)
                .containsExactly(
                        "add",
                        "count",
                        "say",
                        "check-in",
                        "paint",
                        "insert",
                        "refuse",
                        "fail",
                        "hang",
                        "ack",
                        "help",
                        "quit");
    }

    @Test
    void whatCompletionNeedsIsThere() {
        var paint = Workshop.COMMANDS.signatures().get(4);
        assertThat(paint.description()).isEqualTo("paints something");
        assertThat(paint.isDefault()).isFalse();
        assertThat(paint).hasToString("paint COLOUR GLOSSY [MAX-COATS]");
        assertThat(paint.parameters())
                .extracting(Parameter::name)
                .containsExactly("colour", "glossy", "maxCoats");
        assertThat(paint.parameters())
                .extracting(Parameter::type)
                .containsExactly("choice", "boolean", "integer");
        assertThat(paint.parameters())
                .extracting(Parameter::choices)
                .containsExactly(List.of("red", "sky-blue"), List.of("false", "true"), List.of());
        assertThat(paint.parameters())
                .extracting(Parameter::isOptional)
                .containsExactly(false, false, true);
        assertThat(Workshop.COMMANDS.signatures().get(1).isDefault()).isTrue();
        assertThat(Workshop.COMMANDS.signatures().get(5).parameters())
                .extracting(Parameter::type)
                .containsExactly("text", "json", "json");
        assertThat(Workshop.COMMANDS.signatures().get(2).parameters())
                .extracting(Parameter::isRest)
                .containsExactly(true);
    }

    interface Open {}

    @Test
    void theInterfaceMustBeSealed() {
        assertRefused(Open.class, "Open is not a sealed interface");
        assertRefused(String.class, "java.lang.String is not a sealed interface");
    }

    sealed interface WithClass {
        final class Thing implements WithClass {}
    }

    @Test
    void itsMembersMustBeRecords() {
        assertRefused(
                WithClass.class, "Thing is neither a record nor a sealed interface of records");
    }

    sealed interface Undescribed {
        record Thing() implements Undescribed {}
    }

    @Test
    void everyRecordSaysWhatItDoes() {
        assertRefused(Undescribed.class, "Thing has no @Command that says what it does");
    }

    sealed interface WithFloat {
        @Command("")
        record Thing(float size) implements WithFloat {}
    }

    sealed interface WithBox {
        @Command("")
        record Thing(Integer size) implements WithBox {}
    }

    sealed interface WithList {
        @Command("")
        record Thing(List<String> sizes) implements WithList {}
    }

    sealed interface WithListInside {
        @Command("")
        record Thing(Optional<List<String>> sizes) implements WithListInside {}
    }

    sealed interface WithRawOptional {
        @Command("")
        @SuppressWarnings("rawtypes")
        record Thing(Optional size) implements WithRawOptional {}
    }

    @Test
    void componentsMustBeOfATypeThatCanBeRead() {
        var allowed =
                "; allowed are String, int, long, BigDecimal, boolean, an enum, JsonNode, and"
                        + " Optional of these";
        assertRefused(WithFloat.class, "Thing size is of type float" + allowed);
        assertRefused(WithBox.class, "Thing size is of type java.lang.Integer" + allowed);
        assertRefused(WithList.class, "sizes is of type java.util.List<java.lang.String>");
        assertRefused(WithListInside.class, "sizes is of type java.util.List<java.lang.String>");
        assertRefused(WithRawOptional.class, "size is of type java.lang.Object");
    }

    sealed interface RestFirst {
        @Command("")
        record Thing(@Rest String text, int size) implements RestFirst {}
    }

    sealed interface RestOfNumbers {
        @Command("")
        record Thing(@Rest int size) implements RestOfNumbers {}
    }

    @Test
    void theRestIsAStringAndTheLastComponent() {
        assertRefused(RestFirst.class, "Thing has a component after its @Rest text");
        assertRefused(RestOfNumbers.class, "Thing @Rest size is no string");
    }

    sealed interface OptionalFirst {
        @Command("")
        record Thing(Optional<Integer> size, String name) implements OptionalFirst {}
    }

    @Test
    void optionalComponentsAreTheLast() {
        assertRefused(
                OptionalFirst.class,
                "Thing name follows an optional component and is not optional");
    }

    sealed interface TwoDefaults {
        @Command("")
        @DefaultCommand
        record One() implements TwoDefaults {}

        @Command("")
        @DefaultCommand
        record Two() implements TwoDefaults {}
    }

    @Test
    void thereIsOneDefaultCommandAtMost() {
        assertRefused(
                TwoDefaults.class, "TwoDefaults has more than one default command: [[one], [two]]");
    }

    sealed interface Twice {
        @Command("")
        record ListAll() implements Twice {}

        @Command("")
        record List_All() implements Twice {}
    }

    sealed interface WithHelp {
        @Command("")
        record Help() implements WithHelp {}
    }

    sealed interface WithQuit {
        @Command("")
        record Quit() implements WithQuit {}
    }

    @Test
    void everyNameIsThereOnce() {
        assertRefused(Twice.class, "Twice declares list-all twice");
        assertRefused(WithHelp.class, "WithHelp declares help, which every service has");
        assertRefused(WithQuit.class, "WithQuit declares quit, which every service has");
    }

    private static void assertRefused(Class<?> declaration, String why) {
        assertThatThrownBy(() -> Commands.of(declaration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why.replace("Thing", declaration.getSimpleName() + "$Thing"));
    }
}
