package dev.usher.cli;

import dev.usher.services.database.client.TablesClient;
import dev.usher.services.database.client.TablesException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command {@code usher db}: asks a database service for one thing. */
@Command(
        name = "db",
        description = "Asks a database service for one thing, and shows the rows as a table.",
        footer = {
            "",
            "Exit code: 0 it was done; 1 the server said no, or was not reached; 2 wrong arguments."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Db {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    @Spec private CommandSpec command;

    @Parameters(
            arity = "0..1",
            paramLabel = "HOST:PORT",
            converter = Endpoint.class,
            description = "The server (127.0.0.1:12006).")
    private InetSocketAddress address = Endpoint.here(Offer.of("database", "lines"));

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Show what comes back as JSON, a row in each line.")
    private boolean json;

    @Option(
            names = "--csv",
            scope = ScopeType.INHERIT,
            description = "Show rows as CSV (RFC 4180): without a value is empty, no text is \"\".")
    private boolean csv;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            scope = ScopeType.INHERIT,
            converter = Quantity.Patience.class,
            description = "How long to wait for the server (60).")
    private Duration patience;

    static CommandLine commandLine() {
        var db = new CommandLine(new Db());
        // A filter or a question may begin with anything.
        db.getSubcommands().values().forEach(one -> one.setInterpolateVariables(false));
        return db;
    }

    /** What is done over a connection. */
    private interface Errand {
        void run(TablesClient client, Sheet sheet) throws IOException;
    }

    private int run(Errand errand) throws IOException {
        if (json && csv) {
            throw new ParameterException(
                    command.commandLine(), "--json and --csv exclude each other");
        }
        var out = command.commandLine().getOut();
        try (var client = TablesClient.connect(address, patience);
                var sheet =
                        json ? Sheet.json(out) : csv ? new CsvSheet(out) : new TableSheet(out)) {
            errand.run(client, sheet);
        } catch (TablesException no) {
            throw new IOException(no.code() + ": " + no.getMessage(), no);
        }
        return ExitCode.OK;
    }

    @Command(name = "tables", description = "Lists the tables.")
    int tables() throws IOException {
        return run((client, sheet) -> {
            for (var name : client.tables()) {
                sheet.row(object().put("table", name));
            }
        });
    }

    @Command(name = "describe", description = "Lists the columns of a table.")
    int describe(@Parameters(paramLabel = "TABLE") String table) throws IOException {
        return run((client, sheet) -> {
            for (var column : client.describe(table)) {
                sheet.row(
                        object().put("column", column.name())
                                .put("type", column.type().label())
                                .put("required", column.required())
                                .put("unique", column.unique()));
            }
        });
    }

    @Command(name = "create", description = "Makes a table.")
    int create(
            @Parameters(paramLabel = "TABLE") String table,
            @Parameters(
                            paramLabel = "COLUMN",
                            arity = "1..*",
                            description = "NAME:TYPE, and perhaps :required or :unique.")
                    List<String> columns)
            throws IOException {
        return run((client, sheet) -> client.create(table, String.join(" ", columns)));
    }

    @Command(name = "drop", description = "Deletes a table with its rows.")
    int drop(@Parameters(paramLabel = "TABLE") String table) throws IOException {
        return run((client, sheet) -> client.drop(table));
    }

    @Command(name = "insert", description = "Adds a row, or an array of rows; shows the ids.")
    int insert(
            @Parameters(paramLabel = "TABLE") String table,
            @Parameters(paramLabel = "JSON") String rows)
            throws IOException {
        var values = parse(rows);
        return run((client, sheet) -> {
            for (var id : client.insert(table, values)) {
                sheet.row(object().put("id", id));
            }
        });
    }

    @Command(name = "fetch", description = "Shows the rows that fit FILTER, or all.")
    int fetch(
            @Parameters(paramLabel = "TABLE") String table,
            @Parameters(paramLabel = "FILTER", arity = "0..1") @Nullable String filter,
            @Option(names = "--columns", paramLabel = "A,B") @Nullable String columns,
            @Option(names = "--order", paramLabel = "A,-B") @Nullable String order,
            @Option(names = "--limit", paramLabel = "N") @Nullable Long limit,
            @Option(names = "--offset", paramLabel = "N") @Nullable Long offset,
            @Option(names = "--after", paramLabel = "ID") @Nullable Long after)
            throws IOException {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("table", table);
        if (filter != null) {
            parameters.put("filter", parse(filter));
        }
        put(parameters, "columns", columns);
        put(parameters, "order", order);
        put(parameters, "limit", limit);
        put(parameters, "offset", offset);
        put(parameters, "after", after);
        return run((client, sheet) -> client.fetch(parameters, sheet::row));
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    @Command(name = "update", description = "Changes the rows that fit FILTER; shows how many.")
    int update(
            @Parameters(paramLabel = "TABLE") String table,
            @Parameters(paramLabel = "FILTER") String filter,
            @Parameters(paramLabel = "VALUES") String values)
            throws IOException {
        var which = parse(filter);
        var what = parse(values);
        return run((client, sheet) ->
                sheet.row(object().put("changed", client.update(table, which, what))));
    }

    @Command(name = "delete", description = "Deletes the rows that fit FILTER; shows how many.")
    int delete(
            @Parameters(paramLabel = "TABLE") String table,
            @Parameters(paramLabel = "FILTER") String filter)
            throws IOException {
        var which = parse(filter);
        return run(
                (client, sheet) -> sheet.row(object().put("deleted", client.delete(table, which))));
    }

    @Command(name = "query", description = "Asks in SQL, which can read and nothing else.")
    int query(@Parameters(paramLabel = "SQL", arity = "1..*") List<String> words)
            throws IOException {
        return run((client, sheet) -> client.query(String.join(" ", words), sheet::row));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException wrong) {
            throw new ParameterException(
                    command.commandLine(), "'" + text + "' is not JSON such as {\"sid\":1}", wrong);
        }
    }
}
