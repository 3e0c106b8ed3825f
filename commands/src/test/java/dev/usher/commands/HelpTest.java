package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code help} says to people and to programs, and {@code quit}. */
class HelpTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void helpIsOneLineOfAllUsages() throws Exception {
        assertThat(answer("help"))
                .isEqualTo(
                        "add A B | [count] START REPETITIONS | say TEXT..."
                                + " | check-in GITHUB SID [FULL-NAME]"
                                + " | paint COLOUR GLOSSY [MAX-COATS]"
                                + " | insert TABLE ROW [WHERE] | refuse CODE MESSAGE..."
                                + " | fail MESSAGE | hang | ack | help [COMMAND] | quit");
    }

    @Test
    void helpExplainsOneCommand() throws Exception {
        assertThat(answer("help add"))
                .isEqualTo("add A B: adds two numbers (A: number, B: number)");
        assertThat(answer("help paint"))
                .isEqualTo(
                        "paint COLOUR GLOSSY [MAX-COATS]: paints something"
                                + " (COLOUR: red or sky-blue, GLOSSY: false or true,"
                                + " MAX-COATS: integer)");
        assertThat(answer("help quit")).isEqualTo("quit: says bye and closes the connection");
        assertThat(answer("help help"))
                .isEqualTo("help [COMMAND]: lists the commands, or explains one (COMMAND: text)");
    }

    @Test
    void helpKnowsWhatItDoesNotKnow() throws Exception {
        assertThat(answer("help foo")).isEqualTo("ERROR unknown-command foo (try: help)");
        assertThat(answer("help add 1"))
                .isEqualTo("ERROR invalid too many arguments (usage: help [COMMAND])");
        assertThat(
                        answer(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"help\",\"params\":[\"foo\"]}"))
                .contains("\"code\":-32001", "\"data\":{\"code\":\"unknown-command\"}");
    }

    @Test
    void overJsonRpcOneCommandIsDescribedForCompletion() throws Exception {
        assertThat(
                        answer(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"help\",\"params\":[\"paint\"]}"))
                .isEqualTo(
                        """
                        {"jsonrpc":"2.0","id":1,"result":\
                        {"name":"paint","description":"paints something","default":false,"params":[\
                        {"name":"colour","type":"choice","choices":["red","sky-blue"],\
                        "optional":false,"rest":false},\
                        {"name":"glossy","type":"boolean","choices":["false","true"],\
                        "optional":false,"rest":false},\
                        {"name":"maxCoats","type":"integer","optional":true,"rest":false}]}}\
                        """);
    }

    @Test
    void overJsonRpcAllCommandsAreDescribed() throws Exception {
        var answer = answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"help\"}");
        var result = Json.tree(Json.parser(answer)).get("result");
        assertThat(result.valueStream().map(command -> command.get("name").stringValue()))
                .containsExactlyElementsOf(
                        Workshop.COMMANDS.signatures().stream().map(Signature::name).toList());
        assertThat(result.get(1).get("default").booleanValue()).isTrue();
        assertThat(result.get(2).get("params").get(0).get("rest").booleanValue()).isTrue();
    }

    @Test
    void quitSaysByeAndCloses() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send("add 1 2\nquit now\nquit\nadd 1 2\n");
        assertThat(client.readLinesToEnd())
                .containsExactly("3", "ERROR invalid too many arguments (usage: quit)", "bye");
    }

    private String answer(String line) throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send(line + "\n");
        client.endOutput();
        var answers = client.readLinesToEnd();
        assertThat(answers).hasSize(1);
        return answers.getFirst();
    }
}
