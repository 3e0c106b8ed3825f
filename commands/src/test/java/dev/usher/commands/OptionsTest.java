package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;
import java.util.Random;

/** Options: arguments that are written with their names. And commands that have raw bytes. */
class OptionsTest {
    sealed interface Archive {
        @Command("finds things")
        record Find(
                String where,
                Optional<String> what,
                @Option("N") Optional<Integer> mostFound,
                @Option(value = "ORDER", bare = "name") Optional<String> sorted,
                @Option boolean deep)
                implements Archive {}

        @Command("brings bytes")
        @RawBytes(RawBytes.After.REQUEST)
        record Bring(int size) implements Archive {}

        @Command("sends bytes")
        @RawBytes(RawBytes.After.ANSWER)
        record Send() implements Archive {}
    }

    private final Grammar<Archive> grammar = new Grammar<>(Archive.class);

    private Archive command(String line) {
        assertThat(grammar.read(line).commands()).as(line).hasSize(1);
        return grammar.read(line).commands().getFirst();
    }

    private static Archive find(String where, String what, Integer most, String sorted, boolean d) {
        return new Archive.Find(
                where,
                Optional.ofNullable(what),
                Optional.ofNullable(most),
                Optional.ofNullable(sorted),
                d);
    }

    @Test
    void optionsComeInAnyOrderBehindWhatIsNeeded() {
        assertThat(command("find x")).isEqualTo(find("x", null, null, null, false));
        assertThat(command("find x deep")).isEqualTo(find("x", null, null, null, true));
        assertThat(command("find x y deep  most-found=3 "))
                .isEqualTo(find("x", "y", 3, null, true));
        assertThat(command("find x deep y sorted=size"))
                .isEqualTo(find("x", "y", null, "size", true));
        assertThat(command("find x sorted")).isEqualTo(find("x", null, null, "name", false));
    }

    @Test
    void whatStandsWhereAnArgumentIsNeededIsNoOption() {
        assertThat(command("find deep deep")).isEqualTo(find("deep", null, null, null, true));
    }

    @Test
    void aWordInQuotesIsNoOption() {
        assertThat(command("find x \"deep\"")).isEqualTo(find("x", "deep", null, null, false));
        assertThat(command("find x deeper")).isEqualTo(find("x", "deeper", null, null, false));
    }

    @Test
    void aValueMayBeInQuotes() {
        assertThat(command("find x sorted=\"by size\" deep"))
                .isEqualTo(find("x", null, null, "by size", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "find x deep deep              | DEEP is given twice",
                "find x deep=true              | DEEP takes no value",
                "find x most-found             | MOST-FOUND has no value",
                "find x most-found=            | MOST-FOUND has no value",
                "find x sorted=                | SORTED has no value",
                "find x most-found= 3          | MOST-FOUND has no value",
                "find x most-found=many        | MOST-FOUND is not a number: 'many'",
                "find x y z                    | too many arguments",
                "find                          | WHERE is missing",
            })
    void saysWhatIsWrong(String line, String what) {
        var request = (Single<Archive>) grammar.read(line);
        assertThat(((Intent.Refuse<Archive>) request.intent()).problem().line())
                .isEqualTo(
                        "ERROR invalid "
                                + what
                                + " (usage: find WHERE [WHAT] [most-found=N] [sorted[=ORDER]]"
                                + " [deep])");
    }

    @Test
    void overJsonRpcTheyAreParametersLikeOthers() {
        var call = "{'jsonrpc':'2.0','id':1,'method':'find','params':%s}";
        for (var params :
                new String[] {
                    "{'where':'x','mostFound':3,'deep':true}", "['x',null,3,null,true]",
                }) {
            assertThat(command(call.formatted(params).replace('\'', '"')))
                    .isEqualTo(find("x", null, 3, null, true));
        }
        assertThat(command(call.formatted("['x']").replace('\'', '"')))
                .isEqualTo(find("x", null, null, null, false));
    }

    @Test
    void randomLinesHaveThemToo() {
        var lines = Commands.of(Archive.class).randomLines(new Random(5));
        for (int i = 0; i < 1_000; i++) {
            var line = lines.text();
            var request = (Single<Archive>) grammar.read(line);
            assertThat(request.intent()).as(line).isNotInstanceOf(Intent.Refuse.class);
        }
    }

    @Test
    void whatHasRawBytesIsForTextAlone() {
        for (var name : new String[] {"bring", "send"}) {
            var line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + name + "\",\"params\":[1]}";
            var request = (Single<Archive>) grammar.read(line);
            assertThat(request.intent()).isEqualTo(new Intent.Refuse<>(Problem.textOnly(name)));
            assertThat(request.exclusive()).isFalse();
        }
        assertThat(((Single<Archive>) grammar.read("send")).exclusive()).isFalse();
        assertThat(((Single<Archive>) grammar.read("bring 1")).exclusive()).isTrue();
        assertThat(((Single<Archive>) grammar.read("bring x")).exclusive()).isTrue();
    }

    sealed interface NotLast {
        @Command("has an argument behind an option")
        record Thing(@Option boolean option, Optional<String> argument) implements NotLast {}
    }

    sealed interface Needed {
        @Command("has an option that is needed")
        record Thing(@Option String option) implements Needed {}
    }

    @Test
    void declarationsAreChecked() {
        assertThatThrownBy(() -> Commands.of(NotLast.class))
                .hasMessageEndingWith("argument follows an option and is none");
        assertThatThrownBy(() -> Commands.of(Needed.class))
                .hasMessageEndingWith("@Option option is neither Optional nor boolean");
    }
}
