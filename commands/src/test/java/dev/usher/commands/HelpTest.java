package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every service answers: {@code help}, {@code quit}, and nothing to nothing. */
class HelpTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void helpIsOneLineOfAllUsages() throws Exception {
        play(
                """
                C help
                S add A B | [count] START REPETITIONS | say TEXT... | check-in GITHUB SID [FULL-NAME] |\
                 paint COLOUR GLOSSY [MAX-COATS] | insert TABLE ROW [WHERE] |\
                 refuse CODE MESSAGE... | fail MESSAGE | hang | ack | help [COMMAND] | quit
                """);
    }

    @Test
    void helpExplainsOneCommand() throws Exception {
        play(
                """
                C help add
                S add A B: adds two numbers (A: number, B: number)
                C help paint
                S paint COLOUR GLOSSY [MAX-COATS]: paints something\
                 (COLOUR: red or sky-blue, GLOSSY: false or true, MAX-COATS: integer)
                C help quit
                S quit: says bye and closes the connection
                C help help
                S help [COMMAND]: lists the commands, or explains one (COMMAND: text)
                """);
    }

    @Test
    void helpKnowsWhatItDoesNotKnow() throws Exception {
        play(
                """
                C help foo
                S ERROR unknown-command foo (try: help)
                C help add 1
                S ERROR invalid too many arguments (usage: help [COMMAND])
                C {"jsonrpc":"2.0","id":1,"method":"help","params":["foo"]}
                S {"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"foo (try: help)",\
                "data":{"code":"unknown-command"}}}
                """);
    }

    @Test
    void overJsonRpcOneCommandIsDescribedForCompletion() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"help","params":["paint"]}
                S {"jsonrpc":"2.0","id":1,"result":\
                {"name":"paint","description":"paints something","default":false,"params":[\
                {"name":"colour","type":"choice","choices":["red","sky-blue"],\
                "optional":false,"rest":false},\
                {"name":"glossy","type":"boolean","choices":["false","true"],\
                "optional":false,"rest":false},\
                {"name":"maxCoats","type":"integer","optional":true,"rest":false}]}}
                """);
    }

    @Test
    void overJsonRpcAllCommandsAreDescribed() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"help\"}\n");
        var result = Json.tree(Json.parser(client.readLines(1).getFirst())).get("result");
        assertThat(result.valueStream().map(command -> command.get("name").stringValue()))
                .containsExactlyElementsOf(
                        Workshop.COMMANDS.signatures().stream().map(Signature::name).toList());
        assertThat(result.get(1).get("default").booleanValue()).isTrue();
        assertThat(result.get(2).get("params").get(0).get("rest").booleanValue()).isTrue();
    }

    @Test
    void quitSaysByeAndCloses() throws Exception {
        play(
                """
                C add 1 2
                S 3
                C quit now
                S ERROR invalid too many arguments (usage: quit)
                C quit
                S bye
                C add 1 2
                """);
    }

    @Test
    void linesWithNothingInThemAreNotAnswered() throws Exception {
        var client = servers.connect(servers.start(Workshop.listener()));
        client.send("\n\r\n \n\t \r\nadd 1 2\n  \nquit\n");
        assertThat(client.readLinesToEnd()).containsExactly("3", "bye");
    }

    private void play(String transcript) throws Exception {
        Transcript.of(transcript).play(servers.connect(servers.start(Workshop.listener())));
    }
}
