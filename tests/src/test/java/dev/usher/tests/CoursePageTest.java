package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.services.calculator.Calculator;
import dev.usher.services.calculator.TextbookCalculator;
import dev.usher.services.checkin.CheckIn;
import dev.usher.services.checkin.Roster;
import dev.usher.services.counter.Counter;
import dev.usher.services.echo.Template;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the page for the course says is so: its programs print that, and its links lead there. */
class CoursePageTest {
    private static final Path PAGE = Path.of("..", "docs", "course.md");
    private static final Path EXAMPLES = Path.of("..", "examples");

    /** A link to a line of code, whose text is a part of that line. */
    private static final Pattern LINE_LINK = Pattern.compile("\\[`([^`]+)`]\\(([^)#]+)#L(\\d+)\\)");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```([^\\n]*)\\n(.*?)^```$");

    /** The only numbers of five digits that the programs print. */
    private static final Pattern PORT = Pattern.compile("\\b\\d{5}\\b");

    private static final Pattern LIMITS =
            Pattern.compile("--max-clients (\\d+) --max-waiting (\\d+)");

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    /** A part of the page between fences. */
    record Block(String info, String text) {
        boolean isProgram() {
            return info.startsWith("python") && !isShared();
        }

        /** What the programs import. */
        boolean isShared() {
            return info.equals("python course.py");
        }
    }

    /** A program of the page, and what the page says that it prints. */
    record Program(int number, Block block, String output) {
        @Override
        public String toString() {
            return "program " + number + " of the page";
        }
    }

    @Test
    void everyLinkToALineLeadsToThatLine() throws IOException {
        var page = Files.readString(PAGE);
        var links = LINE_LINK.matcher(page).results().toList();
        assertThat(links).hasSizeGreaterThan(30);
        var wrong = new ArrayList<String>();
        for (var link : links) {
            var fragment = link.group(1);
            var file = link.group(2);
            int number = Integer.parseInt(link.group(3));
            var lines = Files.readAllLines(PAGE.resolveSibling(file));
            if (number < 1 || number > lines.size() || !lines.get(number - 1).contains(fragment)) {
                wrong.add(
                        "%s#L%d is not `%s`, which %s"
                                .formatted(file, number, fragment, whereabouts(fragment, lines)));
            }
        }
        assertThat(wrong).as("links of docs/course.md to be corrected").isEmpty();
    }

    private static String whereabouts(String fragment, List<String> lines) {
        var found =
                IntStream.range(0, lines.size())
                        .filter(i -> lines.get(i).contains(fragment))
                        .mapToObj(i -> "#L" + (i + 1))
                        .toList();
        return found.isEmpty() ? "is nowhere in that file" : "is at " + String.join(", ", found);
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        var links = LINK.matcher(Files.readString(PAGE)).results().toList();
        assertThat(links)
                .hasSizeGreaterThan(30)
                .allSatisfy(link -> assertThat(PAGE.resolveSibling(link.group(1))).exists());
    }

    @Test
    void everyJavaProgramIsAnExample() throws IOException {
        var java = blocks().stream().filter(block -> block.info().equals("java")).toList();
        assertThat(java).isNotEmpty();
        var examples = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(EXAMPLES, "*.java")) {
            for (var file : files) {
                examples.add(Files.readString(file));
            }
        }
        assertThat(java)
                .allSatisfy(block ->
                        assertThat(examples).anyMatch(example -> example.contains(block.text())));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyPythonProgramPrintsWhatThePageShows(Program program, @TempDir Path folder)
            throws Exception {
        try (var counter = new Counter()) {
            var server = servers.start(listeners(limits(program.block().info()), counter));
            var shared = blocks().stream().filter(Block::isShared).findFirst().orElseThrow();
            Files.writeString(folder.resolve("course.py"), at(server, shared.text()));
            var source = at(server, program.block().text());
            assertThat(withoutPorts(run(source, folder))).isEqualTo(withoutPorts(program.output()));
        }
    }

    /** A program that talks to this server, in place of the usual ports. */
    private static String at(Server server, String source) {
        var changed = source;
        for (var status : server.status()) {
            var port = "" + status.address().getPort();
            changed = changed.replaceAll("\\b" + status.name() + "\\b", port);
        }
        return changed;
    }

    static Stream<Program> programs() throws IOException {
        var blocks = blocks();
        var programs = new ArrayList<Program>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).isProgram()) {
                var output = blocks.get(i + 1);
                assertThat(output.info()).as("the block after a program").isEqualTo("output");
                programs.add(new Program(programs.size() + 1, blocks.get(i), output.text()));
            }
        }
        assertThat(programs).hasSizeGreaterThan(8);
        return programs.stream();
    }

    private static List<Block> blocks() throws IOException {
        return FENCE.matcher(Files.readString(PAGE))
                .results()
                .map(block -> new Block(block.group(1), block.group(2)))
                .toList();
    }

    private static Limits limits(String info) {
        var limits = LIMITS.matcher(info);
        return limits.find()
                ? Limits.defaults()
                        .running(Integer.parseInt(limits.group(1)))
                        .waiting(Integer.parseInt(limits.group(2)))
                : Limits.defaults();
    }

    /** The listeners that programs of the page talk to, each named by its port there. */
    private static Listener[] listeners(Limits limits, Counter counter) {
        return new Listener[] {
            new CheckIn(Roster.inMemory()).pickle(free("12000", limits)),
            new Calculator().on(free("12002", limits)),
            new TextbookCalculator().on(free("9998", limits)),
            new Template().on(free("9999", limits)),
            counter.unframed(free("50073", limits))
        };
    }

    private static Listener free(String name, Limits limits) {
        return Server.on(0).named(name).limits(limits);
    }

    /** What a program prints; skips the test where there is no Python. */
    private static String run(String source, Path folder) throws Exception {
        var program = Files.writeString(folder.resolve("program.py"), source);
        var output = folder.resolve("output");
        var errors = folder.resolve("errors");
        var builder =
                new ProcessBuilder("python3", "-X", "utf8", program.toString())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
        Process process;
        try {
            process = builder.start();
        } catch (IOException missing) {
            return abort("skipped: python3 cannot be run here: " + missing.getMessage());
        }
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it has ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output);
    }

    private static String withoutPorts(String output) {
        return PORT.matcher(output).replaceAll("PORT");
    }
}
