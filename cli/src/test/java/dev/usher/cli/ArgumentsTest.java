package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.cli.offer.Offer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;

class ArgumentsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int usher(String... arguments) {
        return Main.commandLine(InputStream.nullInputStream())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    serve tea                         | no service is called 'tea'; there is %SERVICES%
                    serve echo --protocol morse       | echo does not speak 'morse'; it speaks lines, unframed
                    serve --port 5                    | --port needs a SERVICE
                    serve --protocol lines            | --protocol needs a SERVICE
                    serve echo --port x               | Invalid value for option '--port': 'x' is not a whole number from 0 to 65,535
                    serve echo --port -1              | Invalid value for option '--port': '-1' is not a whole number from 0 to 65,535
                    serve echo --port 65536           | Invalid value for option '--port': '65536' is not a whole number from 0 to 65,535
                    serve --max-clients 0             | Invalid value for option '--max-clients': '0' is not a whole number from 1 to 10,000,000
                    serve --max-clients 2.5           | Invalid value for option '--max-clients': '2.5' is not a whole number from 1 to 10,000,000
                    serve --max-waiting -1            | Invalid value for option '--max-waiting': '-1' is not a whole number from 0 to 10,000,000
                    serve --max-per-address 0         | Invalid value for option '--max-per-address': '0' is not a whole number from 1 to 20,000,000
                    serve --patience 0                | Invalid value for option '--patience': '0' is not a number of seconds from 0.001 to 86,400
                    serve --patience soon             | Invalid value for option '--patience': 'soon' is not a number of seconds from 0.001 to 86,400
                    serve --grace 1e999999999         | Invalid value for option '--grace': '1e999999999' is not a number of seconds from 0 to 86,400
                    serve --bind no.host.invalid      | Invalid value for option '--bind': 'no.host.invalid' is not an address, such as 127.0.0.1, or a known name of one
                    serve counter --work -1           | Invalid value for option '--work': '-1' is not a whole number from 0 to 1,000,000,000
                    serve counter --work 1000000001   | Invalid value for option '--work': '1000000001' is not a whole number from 0 to 1,000,000,000
                    serve echo --work 5               | --work is for the counter alone
                    serve echo --max-file-size 5      | --max-file-size, --max-store-size and --keep-broken are for files alone
                    serve counter --max-store-size 5  | --max-file-size, --max-store-size and --keep-broken are for files alone
                    serve checkin --keep-broken 5     | --max-file-size, --max-store-size and --keep-broken are for files alone
                    serve echo --max-tables-size 5    | --max-tables-size is for the database alone
                    serve --wrong                     | Unknown option: '--wrong'
                    serve echo calculator             | Unexpected argument: calculator
                    """)
    void aWrongArgumentIsOneSentenceAndExitCode2(String arguments, String sentence) {
        assertThat(usher(arguments.split(" +"))).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "usher: "
                                + sentence.replace("%SERVICES%", Offer.services())
                                + " (try: usher serve --help)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void withoutACommandThereIsAHint() {
        assertThat(usher()).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("usher: a command is missing (try: usher --help)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "serv|there is no command 'serv'; did you mean serve? (try: usher --help)",
                "files putt|there is no command 'putt'; did you mean put? (try: usher files"
                        + " --help)",
                "fly to the moon|there is no command 'fly' (try: usher --help)",
            })
    void aCommandThatIsNotThereIsNamed(String arguments, String sentence) {
        assertThat(usher(arguments.split(" +"))).isEqualTo(2);
        assertThat(err.toString()).isEqualToIgnoringNewLines("usher: " + sentence);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpNamesEveryOptionOnStdout() {
        assertThat(usher("serve", "--help")).isZero();
        assertThat(out.toString())
                .contains("--protocol", "--port", "--bind", "--max-clients", "--max-waiting")
                .contains("--patience", "--max-per-address", "--grace", "--data", "--work", "-v");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theVersionGoesToStdout() {
        assertThat(usher("--version")).isZero();
        assertThat(out.toString()).startsWith("usher ");
    }

    @Test
    void aTakenPortIsOneSentenceAndExitCode1() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(usher("serve", "echo", "--port", "" + taken.getLocalPort())).isEqualTo(1);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .startsWith("usher: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .endsWith("; choose another port with --port N");
        }
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anAddressOfAnotherMachineIsOneSentenceAndExitCode1() {
        assertThat(usher("serve", "echo", "--port", "0", "--bind", "192.0.2.1")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .endsWith("; --bind wants an address of this machine");
    }
}
