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
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the page for the course says is so: its programs print that, and its links lead there. */
class CoursePageTest {
    private static final Path PAGE = Path.of("..", "docs", "course.md");
    private static final Path EXAMPLES = Path.of("..", "examples");

    /** A link to a line of code, whose text is a part of that line. */
    private static final Pattern LINE_LINK = Pattern.compile("\\[`([^`]+)`]\\(([^)#]+)#L(\\d+)\\)");

    /** Set to have links mended whose lines have moved. */
    private static final String MEND = "course.mend";

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

    /** A link to a line of code, and the lines of that file. */
    record LineLink(String fragment, String file, int line, List<String> code) {
        static LineLink of(MatchResult link) throws IOException {
            return new LineLink(
                    link.group(1),
                    link.group(2),
                    Integer.parseInt(link.group(3)),
                    Files.readAllLines(PAGE.resolveSibling(link.group(2))));
        }

        /**
         * Of the lines with this fragment, the one that is nearest; the link's if there is none.
         */
        int nearest() {
            return IntStream.rangeClosed(1, code.size())
                    .filter(number -> code.get(number - 1).contains(fragment))
                    .boxed()
                    .min(Comparator.comparingInt(number -> Math.abs(number - line)))
                    .orElse(line);
        }

        boolean isRight() {
            return line >= 1 && line <= code.size() && code.get(line - 1).contains(fragment);
        }

        @Override
        public String toString() {
            return "[`%s`](%s#L%d)".formatted(fragment, file, line);
        }
    }

    @Test
    void everyLinkToALineLeadsToThatLine() throws IOException {
        if (Boolean.getBoolean(MEND)) {
            mend();
        }
        var links = new ArrayList<LineLink>();
        for (var link : LINE_LINK.matcher(Files.readString(PAGE)).results().toList()) {
            links.add(LineLink.of(link));
        }
        assertThat(links).hasSizeGreaterThan(30);
        assertThat(links.stream().filter(link -> !link.isRight()))
                .as("links of docs/course.md to other lines; run this test with -D%s=true", MEND)
                .isEmpty();
    }

    /** Leads links to where their lines have moved. */
    private static void mend() throws IOException {
        var links = LINE_LINK.matcher(Files.readString(PAGE));
        var page = new StringBuilder();
        while (links.find()) {
            var link = LineLink.of(links);
            var mended = new LineLink(link.fragment(), link.file(), link.nearest(), link.code());
            links.appendReplacement(page, Matcher.quoteReplacement(mended.toString()));
        }
        links.appendTail(page);
        Files.writeString(PAGE, page);
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
