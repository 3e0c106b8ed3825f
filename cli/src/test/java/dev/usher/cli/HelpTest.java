package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code --help} says of each command is whole, and its examples are understood. */
class HelpTest {
    /** A word of a shell's, with or without quotes; no redirections. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^ ]+)");

    /** A command and those above it. */
    record Named(String name, CommandLine command) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> commands() {
        return named("usher", Main.commandLine(InputStream.nullInputStream()));
    }

    private static Stream<Named> named(String name, CommandLine command) {
        return Stream.concat(
                Stream.of(new Named(name, command)),
                command.getSubcommands().entrySet().stream()
                        .flatMap(each -> named(name + " " + each.getKey(), each.getValue())));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itTellsWhatTheCommandAndItsArgumentsAreFor(Named named) {
        var spec = named.command().getCommandSpec();
        assertThat(spec.usageMessage().description()).isNotEmpty();
        assertThat(spec.positionalParameters()).allMatch(each -> each.description().length > 0);
        assertThat(spec.options())
                .allMatch(each -> each.hidden() || each.description().length > 0)
                .anyMatch(OptionSpec::usageHelp);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itTellsWhatAnOptionIsUnlessItIsGiven(Named named) {
        assertThat(named.command().getCommandSpec().options())
                .filteredOn(option -> option.arity().max() > 0 && !option.required())
                .filteredOn(option -> !option.hidden())
                .allSatisfy(option ->
                        assertThat(option.description()[0])
                                .as(option.longestName())
                                .containsPattern("\\(.+\\)|^Only |^Another "));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itHasTwoExamplesThatAreUnderstood(Named named) {
        var examples = named.command().getCommandSpec().usageMessage().footer();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        for (var example : examples) {
            var words = words(example);
            var usher = Main.commandLine(InputStream.nullInputStream());
            assertThat(words.removeFirst()).as(example).isEqualTo("usher");
            var last = usher.parseArgs(words.toArray(String[]::new));
            while (last.subcommand() != null) {
                last = last.subcommand();
            }
            var name = last.commandSpec().qualifiedName();
            assertThat(name).as(example).startsWith(named.name());
        }
    }

    private static List<String> words(String example) {
        var command = example.strip().replaceFirst("^source <\\((.*)\\)$", "$1");
        var words = new ArrayList<String>();
        WORD.matcher(command.replaceFirst(" [<>] .*$", ""))
                .results()
                .forEach(word ->
                        words.add(
                                Stream.of(word.group(1), word.group(2), word.group(3))
                                        .filter(part -> part != null)
                                        .findFirst()
                                        .orElseThrow()));
        return words;
    }

    @Test
    void thePageTellsTheSameExitCodes() throws IOException {
        var rows =
                ExitStatus.table().entrySet().stream()
                        .map(code -> "| %s | %s |".formatted(code.getKey(), code.getValue()))
                        .collect(Collectors.joining("\n"));
        assertThat(Path.of("..", "docs", "guide", "command-line.md"))
                .content()
                .contains("| --- | --- |\n" + rows + "\n\n");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itTellsTheExitCodes(Named named) {
        assertThat(named.command().getUsageMessage())
                .contains("Exit codes:", "  130  ", "Examples:");
        assertThat(named.command().getCommandSpec().usageMessage().exitCodeList())
                .isEqualTo(ExitStatus.table());
    }
}
