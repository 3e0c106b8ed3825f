package dev.usher.services.database;

import dev.usher.Call;
import dev.usher.Event;
import dev.usher.Listener;
import dev.usher.Peer;
import dev.usher.Pipeline;
import dev.usher.Service;
import dev.usher.commands.Answer;
import dev.usher.commands.Commands;
import dev.usher.commands.Reply;
import dev.usher.commands.Request;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A database for clients, who speak lines with it.
 *
 * <pre>{@code
 * C create students name:text sid:integer
 * S OK
 * C insert students {"name":"Alice","sid":1}
 * S OK 1
 * C fetch students {"sid":1}
 * S [{"id":1,"name":"Alice","sid":1}]
 * C query select count(*) as n from students
 * S [{"n":1}]
 * }</pre>
 *
 * <p>Each request is a transaction of its own, unless the client has begun one. A request that
 * fails within a transaction undoes all of it: nothing that a client sent before it knew can be
 * kept by half.
 */
public final class TableService {
    private static final Commands<TableRequest> COMMANDS = Commands.of(TableRequest.class);

    private final TableStore store;

    /** The clients that have begun a transaction. */
    private final Map<Peer, Session> sessions = new ConcurrentHashMap<>();

    /** Tables in this store, which stays open. */
    public TableService(TableStore store) {
        this.store = Objects.requireNonNull(store);
    }

    /** This listener with tables on it, for each client one request after another. */
    public Listener on(Listener listener) {
        return listener.pipeline(Pipeline.sequential())
                .events(this::tell)
                .serve(COMMANDS.protocol(), COMMANDS.serving(this::answer), this::watch);
    }

    /** A request that cannot even be read must not be missing from a transaction. */
    private @Nullable Answer watch(
            Request<TableRequest> request,
            Call<Answer> call,
            Service<Request<TableRequest>, Answer> next)
            throws Exception {
        if (!request.isUnderstood()) {
            var session = sessions.get(call.connection().peer());
            if (session != null) {
                session.abort("a request in it was not understood");
            }
        }
        return next.serve(request, call);
    }

    private Reply answer(TableRequest request, Call<Answer> call) throws IOException {
        var peer = call.connection().peer();
        return switch (request) {
            case TableRequest.Begin _ -> begin(peer, call);
            case TableRequest.Commit _ -> {
                session(peer, "commit").commit();
                yield Reply.ok();
            }
            case TableRequest.Rollback _ -> {
                session(peer, "rollback").rollback();
                yield Reply.ok();
            }
            default -> {
                var session = sessions.get(peer);
                yield session == null ? answer(request, store) : session.answer(request, call);
            }
        };
    }

    private Reply begin(Peer peer, Call<Answer> call) throws IOException {
        var open = sessions.get(peer);
        if (open != null) {
            throw open.refuse("a transaction has begun already");
        }
        var session = new Session(store.begin());
        sessions.put(peer, session);
        if (call.isCancelled()) { // the client may have been told gone before this was here
            end(peer);
        }
        return Reply.ok();
    }

    /** The client's transaction, which ends now. */
    private Session session(Peer peer, String command) throws IOException {
        var session = sessions.remove(peer);
        if (session == null) {
            throw Session.invalid("there is no transaction to " + command);
        }
        return session;
    }

    private void tell(Event event) {
        if (event instanceof Event.Closed closed) {
            end(closed.peer());
        }
    }

    private void end(Peer peer) {
        var session = sessions.remove(peer);
        if (session != null) {
            session.abort("its client is gone");
        }
    }

    /** Answers by the store, as a transaction of its own. */
    private Reply answer(TableRequest request, TableStore tables) throws IOException {
        return request instanceof TableRequest.Query(var sql)
                ? Reply.list(sink -> tables.query(sql, sink::add))
                : answer(request, (Tables) tables);
    }

    /** Answers what can be asked in a transaction as well. */
    static Reply answer(TableRequest request, Tables tables) throws IOException {
        return switch (request) {
            case TableRequest.Create(var table, var columns) -> {
                tables.create(table, Column.list(columns));
                yield Reply.ok();
            }
            case TableRequest.Drop(var table) -> {
                tables.drop(table);
                yield Reply.ok();
            }
            case TableRequest.Describe(var table) ->
                    Reply.of(tables.describe(table).stream().map(TableService::row).toList());
            case TableRequest.Tables _ -> Reply.of(tables.names());
            case TableRequest.Insert insert -> {
                var ids = tables.insert(insert.table(), insert.list());
                yield Reply.line(
                        "OK " + ids.stream().map(String::valueOf).collect(Collectors.joining(" ")),
                        insert.rows().isArray() ? ids : ids.getFirst());
            }
            case TableRequest.Fetch fetch ->
                    Reply.list(sink -> tables.fetch(fetch.selection(), sink::add));
            case TableRequest.Update update -> {
                long changed = tables.update(update.table(), update.conditions(), update.changes());
                yield Reply.line("OK " + changed, changed);
            }
            case TableRequest.Delete delete -> {
                long deleted = tables.delete(delete.table(), delete.conditions());
                yield Reply.line("OK " + deleted, deleted);
            }
            case TableRequest.Query _ ->
                    throw Session.invalid("query goes with no transaction: use fetch, or commit");
            case TableRequest.Begin _, TableRequest.Commit _, TableRequest.Rollback _ ->
                    throw new IllegalStateException("not a request to tables: " + request);
        };
    }

    private static Map<String, Object> row(Column column) {
        var row = new LinkedHashMap<String, Object>();
        row.put("column", column.name());
        row.put("type", column.type().label());
        row.put("required", column.required());
        row.put("unique", column.unique());
        return row;
    }
}
