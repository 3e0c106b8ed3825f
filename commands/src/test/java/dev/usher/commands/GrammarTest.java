package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.Optional;

/** Which line of text is which command, and what is said about those that are none. */
class GrammarTest {
    sealed interface NoDefault {
        @Command("does nothing")
        record Nothing() implements NoDefault {}
    }

    private final Grammar<Workshop> grammar = new Grammar<>(Workshop.class);

    @Test
    void aLineThatBeginsWithALetterNamesItsCommand() {
        assertThat(command("add 2 3")).isEqualTo(new Workshop.Add(decimal("2"), decimal("3")));
    }

    @Test
    void otherLinesGoToTheDefaultCommand() {
        assertThat(command("2 10")).isEqualTo(new Workshop.Count(2, 10));
        assertThat(command("-2 10")).isEqualTo(new Workshop.Count(-2, 10));
        assertThat(command("\"2\" 10")).isEqualTo(new Workshop.Count(2, 10));
    }

    @Test
    void theDefaultCommandCanBeCalledByItsNameAsWell() {
        assertThat(command("count 2 10")).isEqualTo(new Workshop.Count(2, 10));
    }

    @Test
    void aLineThatIsNoCommandIsUnknownWhereThereIsNoDefault() {
        var strict = new Grammar<>(NoDefault.class);
        for (var line : new String[] {"7", "-", "\"x\"", "7 x"}) {
            var word = line.substring(0, Words.skipWord(line, 0));
            assertThat(strict.read(line))
                    .isEqualTo(
                            new Single<NoDefault>(
                                    Dialect.TEXT,
                                    new Intent.Refuse<>(Problem.unknownCommand(word))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", " \t  "})
    void aLineOfBlanksIsNothing(String line) {
        assertThat(grammar.read(line)).isInstanceOf(Blank.class);
        assertThat(grammar.read(line).commands()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" add 2 3", "\tadd 2 3", "add  2\t 3", "add 2 3  ", "add \"2\" 3"})
    void blanksAreSpacesAndTabsAnyNumberOfThem(String line) {
        assertThat(command(line)).isEqualTo(new Workshop.Add(decimal("2"), decimal("3")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add\u00a02 3", "add\u20032 3", "ADD 2 3", "add2 3", "äadd 2 3"})
    void anythingElseIsPartOfTheName(String line) {
        assertThat(problem(line)).startsWith("ERROR unknown-command ").endsWith("(try: help)");
    }

    @Test
    void aNameThatIsLongIsNotRepeatedWhole() {
        assertThat(problem("x".repeat(60_000)))
                .isEqualTo("ERROR unknown-command " + "x".repeat(40) + "… (try: help)");
        assertThat(problem("x".repeat(40)))
                .isEqualTo("ERROR unknown-command " + "x".repeat(40) + " (try: help)");
        assertThat(problem("x" + "😀".repeat(50)))
                .isEqualTo("ERROR unknown-command x" + "😀".repeat(39) + "… (try: help)");
    }

    @Test
    void anArgumentWithBlanksIsQuotedAsInJson() {
        assertThat(command("check-in abrown 123456789 \"Alice Brown\""))
                .isEqualTo(new Workshop.CheckIn("abrown", 123456789, Optional.of("Alice Brown")));
        assertThat(command("check-in \"\" 1 \"\\\"a\\u0062\\n\\ud83d\\ude00\""))
                .isEqualTo(new Workshop.CheckIn("", 1, Optional.of("\"ab\n😀")));
    }

    @Test
    void aQuotationMarkWithinAWordIsPartOfIt() {
        assertThat(command("check-in a\"b 1 c\""))
                .isEqualTo(new Workshop.CheckIn("a\"b", 1, Optional.of("c\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"", "\"abc", "\"abc\\\"", "\"a\tb\"", "\"\\x\"", "\"\\u12\"", "\"a\"b"})
    void aQuotationThatJsonWouldNotTakeIsNoArgument(String quotation) {
        assertThat(problem("check-in " + quotation))
                .startsWith("ERROR invalid GITHUB ")
                .endsWith(" (usage: check-in GITHUB SID [FULL-NAME])");
    }

    @Test
    void theRestOfTheLineIsTakenAsItIs() {
        assertThat(command("say   \"a  b\" {c\t\\ "))
                .isEqualTo(new Workshop.Say("\"a  b\" {c\t\\ "));
        assertThat(command("refuse later  not now"))
                .isEqualTo(new Workshop.Refuse("later", "not now"));
    }

    @Test
    void optionalArgumentsMayBeLeftOut() {
        assertThat(command("check-in abrown 1"))
                .isEqualTo(new Workshop.CheckIn("abrown", 1, Optional.empty()));
        assertThat(command("paint red true"))
                .isEqualTo(new Workshop.Paint(Workshop.Colour.RED, true, Optional.empty()));
    }

    @Test
    void enumsAndBooleansAreOneOfAFewWords() {
        assertThat(command("paint sky-blue false 2"))
                .isEqualTo(new Workshop.Paint(Workshop.Colour.SKY_BLUE, false, Optional.of(2)));
        assertThat(problem("paint green true"))
                .isEqualTo(
                        "ERROR invalid COLOUR is none of red, sky-blue"
                                + " (usage: paint COLOUR GLOSSY [MAX-COATS])");
        assertThat(problem("paint red yes")).contains("GLOSSY is none of false, true");
    }

    @Test
    void aRecordMaySayWhatIsWrongWithItsComponents() {
        assertThat(problem("paint red true 0"))
                .isEqualTo(
                        "ERROR invalid maxCoats is below 1"
                                + " (usage: paint COLOUR GLOSSY [MAX-COATS])");
    }

    @Test
    void aJsonArgumentIsOneBalancedValue() {
        var insert = (Workshop.Insert) command("insert t {\"a b\": [1, \"} {\"]} {}");
        assertThat(insert.row()).isEqualTo(json("{\"a b\":[1,\"} {\"]}"));
        assertThat(insert.where()).contains(json("{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1.5e3", "true", "null", "\"a b\"", "[]", "{\"a\" :\t1 }"})
    void anyJsonValueWillDoAndWhatFollowsItIsTheNextArgument(String value) {
        for (var blanks : new String[] {" ", "  ", "\t", " \t"}) {
            var insert = (Workshop.Insert) command("insert t " + value + blanks + value + blanks);
            assertThat(insert.row()).isEqualTo(json(value));
            assertThat(insert.where()).contains(json(value));
        }
        var last = (Workshop.Insert) command("insert t " + value);
        assertThat(last.row()).isEqualTo(json(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{]",
                "{a:1}",
                "nul",
                "truex",
                "01",
                "1.",
                "'a'",
                "{}{}",
                "{},1",
                "[1",
                "1x",
                "\"a\"\"b\"",
                "{\"a\":1,\"a\":2}",
                "NaN",
                "+1",
                "//",
                "[1,]"
            })
    void whatIsNotQuiteJsonIsNoJsonArgument(String value) {
        assertThat(problem("insert t " + value))
                .startsWith("ERROR invalid ROW ")
                .endsWith(" (usage: insert TABLE ROW [WHERE])");
    }

    @Test
    void numbersInJsonArgumentsAreExact() {
        var insert = (Workshop.Insert) command("insert t [0.10,1E+999999999,12345678901234567890]");
        assertThat(insert.row().get(0).decimalValue()).isEqualTo(decimal("0.10"));
        assertThat(insert.row().get(1).decimalValue()).isEqualTo(decimal("1E+999999999"));
        assertThat(insert.row().get(2).bigIntegerValue()).hasToString("12345678901234567890");
    }

    @Test
    void argumentsThatAreMissingOrTooManyAreNamed() {
        assertThat(problem("add")).isEqualTo("ERROR invalid A is missing (usage: add A B)");
        assertThat(problem("add 1 ")).isEqualTo("ERROR invalid B is missing (usage: add A B)");
        assertThat(problem("add 1 2 3"))
                .isEqualTo("ERROR invalid too many arguments (usage: add A B)");
        assertThat(problem("say")).isEqualTo("ERROR invalid TEXT is missing (usage: say TEXT...)");
        assertThat(problem("7"))
                .isEqualTo(
                        "ERROR invalid REPETITIONS is missing (usage: [count] START REPETITIONS)");
    }

    private Workshop command(String line) {
        var request = grammar.read(line);
        assertThat(request.commands()).as("%s", request).hasSize(1);
        return request.commands().getFirst();
    }

    private String problem(String line) {
        assertThat(grammar.read(line)).isInstanceOf(Single.class);
        var single = (Single<Workshop>) grammar.read(line);
        assertThat(single.commands()).isEmpty();
        assertThat(single.intent()).isInstanceOf(Intent.Refuse.class);
        return ((Intent.Refuse<Workshop>) single.intent()).problem().line();
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static JsonNode json(String text) {
        return Json.tree(Json.parser(text));
    }
}
