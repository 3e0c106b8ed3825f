package dev.usher.cli.database;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.TlsOptions;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.offer.Offer;
import dev.usher.cli.terminal.CsvSheet;
import dev.usher.cli.terminal.Sheet;
import dev.usher.cli.terminal.TableSheet;
import dev.usher.services.database.client.TablesClient;
import dev.usher.services.database.client.TablesException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
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
            "  usher db fetch students '{\"sid\":1}' --columns name",
            "  usher db 127.0.0.1:12006 --csv query select name, sid from students"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Db {
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
    private InetSocketAddress address = Offer.of("database", "lines").here();

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

    @Mixin private TlsOptions tls;

    public static CommandLine commandLine() {
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
        try (var client = TablesClient.to(address, patience, tls.context());
                var sheet =
                        json ? Sheet.json(out) : csv ? new CsvSheet(out) : new TableSheet(out)) {
            errand.run(client, sheet);
        } catch (TablesException no) {
            throw new IOException(no.code() + ": " + no.getMessage(), no);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "tables",
            description = "Lists the tables.",
            footer = {"  usher db tables", "  usher db --json tables"},
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int tables() throws IOException {
        return run((client, sheet) -> {
            for (var name : client.tables()) {
                sheet.row(object().put("table", name));
            }
        });
    }

    @Command(
            name = "describe",
            description = "Lists the columns of a table.",
            footer = {"  usher db describe students", "  usher db --csv describe students"},
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int describe(@Parameters(paramLabel = "TABLE", description = "Its name.") String table)
            throws IOException {
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

    @Command(
            name = "create",
            description = "Makes a table.",
            footer = {
                "  usher db create students name:text sid:integer:unique",
                "  usher db create visits at:text:required sid:integer"
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int create(
            @Parameters(paramLabel = "TABLE", description = "Its name.") String table,
            @Parameters(
                            paramLabel = "COLUMN",
                            arity = "1..*",
                            description = "NAME:TYPE, and perhaps :required or :unique.")
                    List<String> columns)
            throws IOException {
        return run((client, sheet) -> client.create(table, String.join(" ", columns)));
    }

    @Command(
            name = "drop",
            description = "Deletes a table with its rows.",
            footer = {"  usher db drop students", "  usher db 127.0.0.1:12006 drop students"},
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int drop(@Parameters(paramLabel = "TABLE", description = "Its name.") String table)
            throws IOException {
        return run((client, sheet) -> client.drop(table));
    }

    @Command(
            name = "insert",
            description = "Adds a row, or an array of rows; shows the ids.",
            footer = {
                "  usher db insert students '{\"name\":\"Alice\",\"sid\":1}'",
                "  usher db insert students '[{\"sid\":2},{\"sid\":3}]'"
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int insert(
            @Parameters(paramLabel = "TABLE", description = "Its name.") String table,
            @Parameters(paramLabel = "JSON", description = "An object, or an array of them.")
                    String rows)
            throws IOException {
        var values = parse(rows);
        return run((client, sheet) -> {
            for (var id : client.insert(table, values)) {
                sheet.row(object().put("id", id));
            }
        });
    }

    @Command(
            name = "fetch",
            description = "Shows the rows that fit FILTER, or all.",
            footer = {
                "  usher db fetch students",
                "  usher db fetch students '{\"sid\":{\">\":1}}' --columns name,sid --order -sid"
                        + " --limit 10"
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int fetch(
            @Parameters(paramLabel = "TABLE", description = "Its name.") String table,
            @Parameters(
                            paramLabel = "FILTER",
                            arity = "0..1",
                            description =
                                    "An object: a column and its value, or {\"<\":5} and the like.")
                    @Nullable String filter,
            @Option(
                            names = "--columns",
                            paramLabel = "A,B",
                            description = "Only these columns (all).")
                    @Nullable String columns,
            @Option(
                            names = "--order",
                            paramLabel = "A,-B",
                            description = "By these columns, - for downwards (by id).")
                    @Nullable String order,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            description = "At most so many rows (all).")
                    @Nullable Long limit,
            @Option(
                            names = "--offset",
                            paramLabel = "N",
                            description = "Leave out so many rows first (0).")
                    @Nullable Long offset,
            @Option(
                            names = "--after",
                            paramLabel = "ID",
                            description = "Only rows with a larger id (all).")
                    @Nullable Long after)
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

    @Command(
            name = "update",
            description = "Changes the rows that fit FILTER; shows how many.",
            footer = {
                "  usher db update students '{\"sid\":1}' '{\"name\":\"Alicia\"}'",
                "  usher db update students '{}' '{\"name\":null}'"
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int update(
            @Parameters(paramLabel = "TABLE", description = "Its name.") String table,
            @Parameters(
                            paramLabel = "FILTER",
                            description = "An object, as for fetch; {} fits all.")
                    String filter,
            @Parameters(
                            paramLabel = "VALUES",
                            description = "An object: columns and their new values.")
                    String values)
            throws IOException {
        var which = parse(filter);
        var what = parse(values);
        return run((client, sheet) ->
                sheet.row(object().put("changed", client.update(table, which, what))));
    }

    @Command(
            name = "delete",
            description = "Deletes the rows that fit FILTER; shows how many.",
            footer = {
                "  usher db delete students '{\"sid\":1}'",
                "  usher db delete students '{}'"
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int delete(
            @Parameters(paramLabel = "TABLE", description = "Its name.") String table,
            @Parameters(
                            paramLabel = "FILTER",
                            description = "An object, as for fetch; {} fits all.")
                    String filter)
            throws IOException {
        var which = parse(filter);
        return run(
                (client, sheet) -> sheet.row(object().put("deleted", client.delete(table, which))));
    }

    @Command(
            name = "query",
            description = "Asks in SQL, which can read and nothing else.",
            footer = {
                "  usher db query 'select count(*) as n from students'",
                "  usher db --csv query select name from students order by name"
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int query(
            @Parameters(
                            paramLabel = "SQL",
                            arity = "1..*",
                            description = "A question, in quotes where the shell wants them.")
                    List<String> words)
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
