package dev.usher.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.cli.config.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whatever is wrong with a file, the error names the line, the key, the value and the remedy. */
class BrokenConfigurationTest {
    @TempDir private Path folder;

    private List<String> problems(Path file, Map<String, String> environment) {
        var reader = new ConfigurationReader(Map.of(), environment, file);
        var wrong = catchThrowableOfType(WrongConfigurationException.class, reader::read);
        assertThat(wrong).as("it is refused").isNotNull();
        return wrong.problems().stream()
                .map(Problem::toString)
                .map(problem -> problem.replace(folder + "/", ""))
                .toList();
    }

    private List<String> problems(byte[] content) throws IOException {
        return problems(Files.write(folder.resolve("usher.conf"), content), Map.of());
    }

    private static Arguments broken(String text, String... problems) {
        return Arguments.of(text, List.of(problems));
    }

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                broken(
                        "all-listeners {\n  max-clients = many\n}",
                        "usher.conf:2: all-listeners.max-clients: 'many' is not a whole number from"
                                + " 1 to 10,000,000"),
                broken(
                        "all-listeners.max-clients = 0",
                        "usher.conf:1: all-listeners.max-clients: '0' is not a whole number from 1"
                                + " to 10,000,000"),
                broken(
                        "\nlisteners.echo.max-waiting = -1",
                        "usher.conf:2: listeners.echo.max-waiting: '-1' is not a whole number from"
                                + " 0 to 10,000,000"),
                broken(
                        "listeners.echo.max-clients = 99999999999999999999",
                        "usher.conf:1: listeners.echo.max-clients: '99999999999999999999' is not a"
                                + " whole number from 1 to 10,000,000"),
                broken(
                        "listeners.echo.max-clients = 2.5",
                        "usher.conf:1: listeners.echo.max-clients: '2.5' is not a whole number from"
                                + " 1 to 10,000,000"),
                broken(
                        "listeners.echo.max-clients = \"\"",
                        "usher.conf:1: listeners.echo.max-clients: '' is not a whole number from 1"
                                + " to 10,000,000"),
                broken(
                        "listeners.echo.max-clients = [1, 2]",
                        "usher.conf:1: listeners.echo.max-clients: a list is not a whole number"
                                + " from 1 to 10,000,000"),
                broken(
                        "listeners.echo.port = null",
                        "usher.conf:1: listeners.echo.port: null is not a whole number from 0 to"
                                + " 65,535"),
                broken(
                        "listeners.echo.port = 65536",
                        "usher.conf:1: listeners.echo.port: '65536' is not a whole number from 0 to"
                                + " 65,535"),
                broken(
                        "listeners.echo.patience = 60",
                        "usher.conf:1: listeners.echo.patience: '60' is not a time from 1 ms to 24"
                                + " h, such as 500 ms, 90 s, 10 min or 24 h"),
                broken(
                        "listeners.echo.idle = 3 fortnights",
                        "usher.conf:1: listeners.echo.idle: '3 fortnights' is not a time from 1 ms"
                                + " to 365 d, such as 500 ms, 90 s, 10 min, 24 h or 90 d"),
                broken(
                        "listeners.echo.idle = 366 d",
                        "usher.conf:1: listeners.echo.idle: '366 d' is not a time from 1 ms to 365"
                                + " d, such as 500 ms, 90 s, 10 min, 24 h or 90 d"),
                broken(
                        "files {\n\n  max-file-size = 5KB\n}",
                        "usher.conf:3: files.max-file-size: '5KB' is not a number of bytes from 1"
                                + " to 1024T, such as 500, 64K, 20M or 10G"),
                broken(
                        "tables.max-size = 2000T",
                        "usher.conf:1: tables.max-size: '2000T' is not a number of bytes from 1 to"
                                + " 1024T, such as 500, 64K, 20M or 10G"),
                broken(
                        "listeners.echo.open = maybe",
                        "usher.conf:1: listeners.echo.open: 'maybe' is not true or false"),
                broken(
                        "engine = steam",
                        "usher.conf:1: engine: 'steam' is not one of best, portable, carrier,"
                                + " uring"),
                broken(
                        "listeners.echo.bind = no.host.invalid",
                        "usher.conf:1: listeners.echo.bind: 'no.host.invalid' is not an address,"
                                + " such as 127.0.0.1, or a known name of one"),
                broken(
                        "database = \"postgres://u:s3cret@host/usher\"",
                        "usher.conf:1: database: 'postgres://***@host/usher' is not a URL such as"
                                + " jdbc:postgresql://HOST:PORT/DATABASE?user=USER"),
                broken(
                        "dtaa = lab",
                        "usher.conf:1: dtaa: there is no such setting; did you mean data?"),
                broken(
                        "teapot = short",
                        "usher.conf:1: teapot: there is no such setting; 'usher config init' writes"
                                + " a file with all there are"),
                broken(
                        "max-clients = 5",
                        "usher.conf:1: max-clients: there is no such setting; did you mean"
                                + " all-listeners.max-clients?"),
                broken(
                        "listeners.echo.max-client = 5",
                        "usher.conf:1: listeners.echo.max-client: there is no such setting; did you"
                                + " mean listeners.echo.max-clients?"),
                broken(
                        "files = big",
                        "usher.conf:1: files: is a section, not a setting; write files { ... }"),
                broken(
                        "data { folder = lab }",
                        "usher.conf:1: data: is a setting, not a section; write data =" + " ..."),
                broken(
                        "listeners {\n  echo.port = 7001\n  echo { port = 7002 }\n}",
                        "usher.conf:3: listeners.echo.port: is given in line 2 already; remove one"
                                + " of the two"),
                broken(
                        "listeners.lab { service = tea, port = 7001 }",
                        "usher.conf:1: listeners.lab.service: 'tea' is not one of checkin, echo,"
                                + " calculator, counter, files, database, telemetry"),
                broken(
                        "listeners.ecko.port = 7001",
                        "usher.conf:1: listeners.ecko: did you mean echo? a listener of your own"
                                + " needs a service (checkin, echo, calculator, counter, files,"
                                + " database, telemetry) and a port"),
                broken(
                        "listeners.lab { service = files, protocol = pickle, port = 7001 }",
                        "usher.conf:1: listeners.lab.protocol: files does not speak 'pickle'; it"
                                + " speaks lines, lockstep"),
                broken(
                        "listeners.Lab_2 { service = echo, port = 7001 }",
                        "usher.conf:1: listeners.Lab_2: a name has small letters, digits and"
                                + " dashes, 40 at most, such as lab-2"),
                broken(
                        "listeners {\n  lab { service = echo, port = 12001 }\n}",
                        "usher.conf:2: listeners.lab.port: '12001' is the port of listeners.echo"
                                + " too; give it another, or one of them open = false"),
                broken(
                        "listeners.echo { service = calculator }",
                        "usher.conf:1: listeners.echo.port: is not given, and the usual '12002' is"
                                + " the port of listeners.calculator too; give it another, or one"
                                + " of them open = false"),
                broken(
                        "listeners.lab.service = echo",
                        "usher.conf:1: listeners.lab.port: is not given, and the usual '12001' is"
                                + " the port of listeners.echo too; give it another, or one of"
                                + " them open = false"),
                broken(
                        "listeners.echo.certificate = \"cert.pem\"",
                        "usher.conf:1: listeners.echo.certificate: needs a key beside it"),
                broken(
                        "all-listeners.key = \"key.pem\"",
                        "usher.conf:1: all-listeners.key: needs a certificate beside it"),
                broken(
                        "all-listeners.port = 7001",
                        "usher.conf:1: all-listeners.port: there is no such setting; did you mean"
                                + " listeners.echo.port?"),
                broken(
                        "all-listeners.open = false",
                        "usher.conf:1: listeners: none is open; set open = true in one of them"),
                broken(
                        "data = ${NOWHERE}",
                        "usher.conf:1: ${NOWHERE} has no value; set it in the environment or in the"
                                + " file, or write ${?NOWHERE} to do without"),
                broken(
                        "data = lab\ninclude \"missing.conf\"",
                        "usher.conf:2: include \"missing.conf\": missing.conf: there is no such"
                                + " file; 'usher config init' writes one"),
                broken(
                        "include \"usher.conf\"",
                        "usher.conf:1: include \"usher.conf\": "
                                + "files include each other"
                                + " 16 deep; break the circle"),
                broken(
                        "include url(\"http://127.0.0.1:9/usher.conf\")",
                        "usher.conf:1: include \"http://127.0.0.1:9/usher.conf\": only files can be"
                                + " included"));
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void eachErrorNamesLineKeyValueAndRemedy(String text, List<String> expected)
            throws IOException {
        assertThat(problems(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("syntaxErrors")
    void whatCannotBeParsedNamesTheLineAndTheRemedy(String text, String problem)
            throws IOException {
        assertThat(problems(text.getBytes(StandardCharsets.UTF_8))).containsExactly(problem);
    }

    static Stream<Arguments> syntaxErrors() {
        var another =
                "; write another setting in a line of its own, and a value that has a = in quotes";
        var quotes =
                " stands outside of quotes; write the whole value in quotes, or if another setting"
                        + " begins there, that in a line of its own";
        return Stream.of(
                Arguments.of(
                        "files {\n  max-files = 5\n",
                        "usher.conf:1: the { that opens in this line is closed nowhere; write a }"
                                + " where its content ends"),
                Arguments.of(
                        "data = lab\n}\n",
                        "usher.conf:2: this } closes nothing; remove it, or open a section before"),
                Arguments.of(
                        "files {\n  max-files = [5\n}\n",
                        "usher.conf:3: a } stands where the [ of line 2 is to be closed; write a ]"
                                + " before it"),
                Arguments.of(
                        "\nlisteners.echo.max-clients = 1,000,000\n",
                        "usher.conf:2: 1,000,000: a number has no commas; write 1000000"),
                Arguments.of(
                        "data = lab engine = best\n",
                        "usher.conf:1: a second = in one setting" + another),
                Arguments.of(
                        "listeners.echo { port = 7001 idle = 5 s }",
                        "usher.conf:1: a second = in one setting" + another),
                Arguments.of("data = C:/lab\n", "usher.conf:1: ':'" + quotes),
                Arguments.of("listeners.echo.bind = [::1]\n", "usher.conf:1: ':'" + quotes),
                Arguments.of("data = *\n", "usher.conf:1: '*'" + quotes),
                Arguments.of("data = a$b\n", "usher.conf:1: '$'" + quotes),
                Arguments.of(
                        "data = \"lab\nengine = best\n",
                        "usher.conf:1: a quotation mark (\") has no second one in this line; write"
                                + " it behind the value"),
                Arguments.of(
                        "\ndata = \"\"\"lab\nengine = best\n",
                        "usher.conf:2: the text that begins with \"\"\" in this line ends nowhere;"
                                + " write \"\"\" behind it"),
                Arguments.of(
                        "data = \"C:\\lab\"\n",
                        "usher.conf:1: a \\ in quotes begins a sign such as \\n or \\u00e9, and"
                                + " this is none; write \\\\ for one \\"),
                Arguments.of(
                        "data += lab\n",
                        "usher.conf:1: += adds to a list, and no setting is one; write = and the"
                                + " value"),
                Arguments.of("data\n", "usher.conf:1: 'data' has no value; write KEY = VALUE"),
                Arguments.of(
                        "data lab\nengine = best\n",
                        "usher.conf:1: 'data lab' has no value; write KEY = VALUE"),
                Arguments.of(
                        "= lab\n", "usher.conf:1: there is no key before '='; write KEY = VALUE"),
                Arguments.of(
                        "listeners..port = 5\n",
                        "usher.conf:1: this is no key; a key is names with a dot between each two,"
                                + " such as listeners.echo.port"),
                Arguments.of(
                        "include more.conf\n",
                        "usher.conf:1: include wants its file in quotes: include \"more.conf\""),
                Arguments.of(
                        "{ data = lab }\nengine = best\n",
                        "usher.conf:2: 'engine' follows the brace that closes the whole file;"
                                + " remove that and the one that opens it"),
                Arguments.of(
                        "[lab]", "usher.conf:1: this is a list and has no keys; write KEY = VALUE"),
                Arguments.of(
                        "a = ${b}\nb = ${a}",
                        "usher.conf:2: ${a} takes its value from itself in the end; write a value"
                                + " instead"),
                Arguments.of(
                        "[".repeat(500_000) + "]".repeat(500_000),
                        "usher.conf: braces or brackets are nested too deeply; settings need"
                                + " three"));
    }

    @Test
    void signsInQuotesAndCommentsAreNoPunctuation() throws Exception {
        var file =
                Files.writeString(
                        folder.resolve("usher.conf"),
                        """
                        # a { of nobody's, and a "
                        // the same: [ 1,000 +=
                        data = "a { # \\" 1,000 // += [" # }
                        files { max-files = 5 } // }
                        admin = \"""a "quoted" {
                        word"\"""
                        counter.work = ${?more}
                        """);
        var read = new ConfigurationReader(Map.of(), Map.of(), file).read();
        assertThat(read.server().data()).hasToString("a { # \" 1,000 / += [");
        assertThat(read.server().admin()).hasToString("a \"quoted\" {\nword\"");
        assertThat(read.files().files()).isEqualTo(5);
    }

    @Test
    void whatIsNoTextNamesTheLineAndTheByte() throws IOException {
        assertThat(problems("data = caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly(
                        "usher.conf:1: byte 0xE9 is not UTF-8; save the file in that encoding");
        assertThat(problems(new byte[] {'a', '\n', 0x7f, 'E', 'L', 'F', 0, 0}))
                .containsExactly(
                        "usher.conf:2: U+007F is no text: this is a binary file; 'usher config"
                                + " init' writes one to start from");
        assertThat(problems(new byte[(1 << 20) + 1]))
                .containsExactly("usher.conf: this has more than 1 MiB; settings have less");
    }

    @Test
    void whatIsNoFileSaysSo() throws IOException {
        assertThat(problems(folder.resolve("none.conf"), Map.of()))
                .containsExactly(
                        "none.conf: there is no such file; 'usher config init' writes one");
        var inside = Files.createDirectory(folder.resolve("inside"));
        assertThat(problems(inside, Map.of()))
                .containsExactly("inside: this is a folder; name a file in it");
    }

    @Test
    void allErrorsAreToldAtOnceInTheOrderOfTheLines() throws IOException {
        var text =
                """
                engine = steam
                listeners {
                  echo { port = 0x10, idle = 5 }
                }
                dtaa = lab
                """;
        assertThat(problems(text.getBytes(StandardCharsets.UTF_8)))
                .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
                .containsExactly("usher.conf:1", "usher.conf:3", "usher.conf:3", "usher.conf:5");
    }

    @Test
    void aWrongVariableIsNamed() throws IOException {
        var file = Files.createFile(folder.resolve("usher.conf"));
        assertThat(problems(file, Map.of("USHER_LISTENERS_ECHO_PORT", "x")))
                .containsExactly(
                        "USHER_LISTENERS_ECHO_PORT: listeners.echo.port: 'x' is not a whole number"
                                + " from 0 to 65,535");
    }

    @Test
    void howeverAFileIsIncludedWhatFollowsIsRead() throws Exception {
        Files.writeString(folder.resolve("more.conf"), "tables.max-size = 1M");
        for (var more :
                List.of("\"more.conf\"", "required(\"more.conf\")", "file(\"more.conf\")")) {
            var file = folder.resolve("usher.conf");
            Files.writeString(file, "include " + more + "\ncounter.work = 4\n");
            assertThat(new ConfigurationReader(Map.of(), Map.of(), file).read().work())
                    .as(more)
                    .isEqualTo(4);
        }
    }

    @Test
    void filesThatIncludeThemselvesManyTimesAreRefused() throws IOException {
        var text = "include \"usher.conf\"\n".repeat(3);
        assertThat(problems(text.getBytes(StandardCharsets.UTF_8)))
                .anyMatch(problem -> problem.contains("more than 64 files are included"));
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        var pipe = folder.resolve("pipe.conf");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertThat(problems(pipe, Map.of()))
                .containsExactly("pipe.conf: this is a pipe or a device; name a file");
    }

    @Test
    void aPasswordInAKeyIsNotShown() throws IOException {
        var text = "database { \"jdbc:postgresql://h/db?password=s3cret\" = 1 }";
        assertThat(problems(text.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(
                        "usher.conf:1: database: is a setting, not a section; write database ="
                                + " ...");
    }

    @Test
    void anErrorInAnIncludedFileNamesThatFile() throws IOException {
        Files.writeString(folder.resolve("more.conf"), "\nengine = steam\n");
        assertThat(problems("include \"more.conf\"".getBytes(StandardCharsets.UTF_8)))
                .containsExactly(
                        "more.conf:2: engine: 'steam' is not one of best, portable, carrier,"
                                + " uring");
    }
}
