package dev.usher.cli.course;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.offer.Offer;
import dev.usher.services.text.HarmlessText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.concurrent.Callable;

/** The command {@code usher roster}: shows who has checked in. */
@Command(
        name = "roster",
        description = "Shows who has checked in: sid, GitHub username, time and name of each.",
        footer = {"  usher roster", "  usher roster --csv --since 2026-11-21 127.0.0.1:12004"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class RosterPrint implements Callable<Integer> {
    private static final Offer OFFER = Offer.of("checkin", "lines");
    private static final JsonFactory JSON = new JsonFactory();

    @Spec private CommandSpec command;

    @Option(names = "--csv", description = "As a table for spreadsheets.")
    private boolean csv;

    @Option(names = "--sid", paramLabel = "SID", description = "Only this student.")
    private @Nullable String sid;

    @Option(names = "--github", paramLabel = "USER", description = "Only who has this user name.")
    private @Nullable String github;

    @Option(names = "--name", paramLabel = "PART", description = "Only names with this in them.")
    private @Nullable String name;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only who has checked in since then: 2026-11-21, 2026-11-21T09:30:00Z.")
    private @Nullable String since;

    @Parameters(
            arity = "0..1",
            paramLabel = "HOST:PORT",
            converter = Endpoint.class,
            description = "The server (127.0.0.1:12004).")
    private InetSocketAddress server = OFFER.here();

    @Override
    public Integer call() throws IOException {
        try (var link = Link.to(server, OFFER, command.commandLine().getErr())) {
            var out = command.commandLine().getOut();
            link.send((request() + "\n").getBytes(UTF_8));
            var answer = new BufferedReader(new InputStreamReader(link.stream(), UTF_8));
            if (csv) {
                copy(answer, out);
            } else {
                list(answer, out);
            }
            out.flush();
        }
        return ExitCode.OK;
    }

    private String request() {
        return (csv ? "export" : "roster")
                + option("sid", sid)
                + option("github", github)
                + option("name", name)
                + option("since", since);
    }

    private static String option(String key, @Nullable String value) {
        return value == null
                ? ""
                : " "
                        + key
                        + "=\""
                        + new String(JsonStringEncoder.getInstance().quoteAsCharArray(value))
                        + '"';
    }

    private static void copy(BufferedReader answer, PrintWriter out) throws IOException {
        var first = answer.readLine();
        if (first == null || !first.startsWith("OK")) {
            throw refused(first);
        }
        String line;
        while ((line = answer.readLine()) != null) {
            if (line.isEmpty()) {
                return;
            }
            out.print(line + "\r\n");
        }
        throw cutShort();
    }

    private void list(BufferedReader answer, PrintWriter out) throws IOException {
        answer.mark(1);
        int first = answer.read();
        if (first != '[') {
            throw refused(first < 0 ? null : (char) first + answer.readLine());
        }
        answer.reset();
        try (var json = JSON.createParser(ObjectReadContext.empty(), answer)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                out.print(row(json) + "\n");
            }
            if (json.currentToken() != JsonToken.END_ARRAY) {
                throw cutShort();
            }
        } catch (JacksonException wrong) {
            throw new IOException("the server's list is cut short or no list", wrong);
        }
    }

    private static String row(JsonParser json) {
        var student = new HashMap<String, String>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = json.currentName();
            json.nextToken();
            json.skipChildren();
            student.put(key, HarmlessText.of(String.valueOf(json.getString())));
        }
        return "%s %s %s %s"
                .formatted(
                        student.get("sid"),
                        student.get("github"),
                        student.get("at"),
                        student.get("name"));
    }

    private static IOException refused(@Nullable String answer) {
        return answer == null
                ? new IOException("the server closed the connection without an answer")
                : new IOException("the server says " + HarmlessText.of(answer));
    }

    private static IOException cutShort() {
        return new IOException("the server closed the connection in the middle of the roster");
    }
}
