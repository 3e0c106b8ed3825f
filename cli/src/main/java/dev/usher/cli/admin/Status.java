package dev.usher.cli.admin;

import dev.usher.cli.arguments.Version;
import dev.usher.cli.terminal.TableSheet;
import dev.usher.cli.terminal.Words;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** The command {@code usher status}: shows what a server is doing. */
@Command(
        name = "status",
        description = {
            "Shows what a running server is doing: its listeners, or the clients of one.",
            "A client's request is shown if it began less than a minute after the clients were"
                    + " asked for."
        },
        footer = {"  usher status", "  usher status calculator --data /var/lib/usher"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Status implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Mixin private AdminAddress address;

    @Option(names = "--json", description = "As JSON, all there is to know.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "LISTENER",
            description = "Show its clients: those inside by age, then those who wait.")
    private @Nullable String listener;

    @Override
    public Integer call() throws IOException {
        var question = listener == null ? "status" : "clients " + listener;
        var out = command.commandLine().getOut();
        if (json) {
            out.print(address.link().ask(question).strip() + "\n");
            out.flush();
            return ExitCode.OK;
        }
        var report = address.link().report(question);
        try (var sheet = new TableSheet(out)) {
            if (listener == null) {
                report.listeners().forEach(each -> sheet.row(row(each)));
            } else {
                var clients = clients(report);
                clients.forEach(client -> sheet.row(row(client)));
                if (clients.isEmpty()) {
                    command.commandLine()
                            .getErr()
                            .println("usher: " + listener + " has no clients");
                }
            }
        }
        return ExitCode.OK;
    }

    private static ObjectNode row(AdminReport.OfListener listener) {
        return AdminDesk.JSON
                .createObjectNode()
                .put("listener", listener.name())
                .put("address", listener.address())
                .put("running", listener.running() + "/" + listener.runningLimit())
                .put("waiting", listener.waiting() + "/" + listener.waitingLimit())
                .put("accepted", listener.accepted())
                .put("refused", listener.refused())
                .put("gave up", listener.gaveUp())
                .put("requests", listener.requests())
                .put("defects", listener.defects());
    }

    private static List<AdminReport.OfClient> clients(AdminReport report) {
        var clients = report.listeners().getFirst().clients();
        return clients == null ? List.of() : clients;
    }

    private static ObjectNode row(AdminReport.OfClient client) {
        var row =
                AdminDesk.JSON
                        .createObjectNode()
                        .put("client", client.id())
                        .put("address", client.address())
                        .put("state", client.state().name().toLowerCase(Locale.ROOT))
                        .put("place", client.place() == 0 ? "" : "" + client.place())
                        .put("here", clock(client.openMillis()))
                        .put("requests", client.requests())
                        .put("in", Words.bytes(client.bytesIn()))
                        .put("out", Words.bytes(client.bytesOut()))
                        .put(
                                "serving",
                                client.servingMillis() == 0
                                        ? ""
                                        : Words.seconds(Duration.ofMillis(client.servingMillis())));
        return row.put("request", client.request() == null ? "" : client.request());
    }

    private static String clock(long millis) {
        return Words.clock(Duration.ofMillis(millis).toSeconds());
    }
}
