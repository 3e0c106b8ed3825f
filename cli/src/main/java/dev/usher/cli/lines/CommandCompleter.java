package dev.usher.cli.lines;

import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Completes the commands of a server, as its {@code help} tells them; knows none before that. */
final class CommandCompleter implements Completer {
    /** What asks a server of commands for them; others take it for data. */
    static final String QUESTION = "{\"jsonrpc\":\"2.0\",\"id\":\"commands\",\"method\":\"help\"}";

    private volatile List<JsonNode> commands = List.of();

    /** Learns the commands from the answer, if that is what it is. */
    void learn(LineAnswer answer) {
        var value = answer.value();
        if (value == null || !value.path("id").asString("").equals("commands")) {
            return;
        }
        var learnt = new ArrayList<JsonNode>();
        for (var command : value.path("result")) {
            if (command.path("name").isString()) {
                learnt.add(command);
            }
        }
        commands = learnt;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0) {
            for (var command : commands) {
                candidates.add(candidate(command, command.path("name").stringValue()));
            }
            return;
        }
        for (var command : commands) {
            if (line.words().getFirst().equals(command.path("name").stringValue())) {
                complete(command, line.wordIndex() - 1, candidates);
            }
        }
    }

    private void complete(JsonNode command, int place, List<Candidate> candidates) {
        if (command.path("name").stringValue().equals("help")) {
            commands.forEach(
                    other -> candidates.add(candidate(other, other.path("name").stringValue())));
        }
        int at = 0;
        for (var parameter : command.path("params")) {
            if (parameter.path("option").asBoolean(false)) {
                var name = parameter.path("name").stringValue() + "=";
                candidates.add(new Candidate(name, name, null, null, null, null, false));
            } else if (at++ == place) {
                for (var choice : parameter.path("choices")) {
                    candidates.add(new Candidate(choice.asString()));
                }
            }
        }
    }

    private static Candidate candidate(JsonNode command, String name) {
        return new Candidate(
                name, name, null, command.path("description").asString(""), null, null, true);
    }
}
