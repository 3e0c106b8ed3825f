package dev.usher.commands;

import dev.usher.Call;
import dev.usher.FailureException;
import dev.usher.Listener;
import dev.usher.Server;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Commands with every kind of parameter, and with every kind of end. */
sealed interface Workshop {
    Commands<Workshop> COMMANDS = Commands.of(Workshop.class);

    @Command("adds two numbers")
    record Add(BigDecimal a, BigDecimal b) implements Workshop {}

    @Command("counts up")
    @DefaultCommand
    record Count(int start, int repetitions) implements Workshop {}

    @Command("says it again")
    record Say(@Rest String text) implements Workshop {}

    @Command("registers a student")
    record CheckIn(String github, long sid, Optional<String> fullName) implements Workshop {}

    @Command("paints something")
    record Paint(Colour colour, boolean glossy, Optional<Integer> maxCoats) implements Workshop {
        public Paint {
            if (maxCoats.orElse(1) < 1) {
                throw new IllegalArgumentException("maxCoats is below 1");
            }
        }
    }

    @Command("puts a row into a table")
    record Insert(String table, JsonNode row, Optional<JsonNode> where) implements Workshop {}

    /** How commands may end otherwise. */
    sealed interface Ending extends Workshop {}

    @Command("is refused")
    record Refuse(String code, @Rest String message) implements Ending {}

    @Command("meets a defect")
    record Fail(String message) implements Ending {}

    @Command("never ends by itself")
    record Hang() implements Ending {}

    @Command("has no answer")
    record Ack() implements Ending {}

    /** What there is to paint with. */
    enum Colour {
        RED,
        SKY_BLUE
    }

    /** A server with these commands, on a port that the system chooses. */
    static Listener listener() {
        return Server.on(0).serve(COMMANDS.protocol(), COMMANDS.serving(Workshop::answer));
    }

    static Reply answer(Workshop command, Call<Answer> call) throws Exception {
        return switch (command) {
            case Add(var a, var b) -> Reply.of(a.add(b));
            case Count(int start, int repetitions) -> Reply.of((long) start + repetitions);
            case Say(var text) -> Reply.of(text);
            case CheckIn(var github, long sid, var name) ->
                    Reply.line("OK " + github + " " + name.orElse("?"), sid);
            case Paint(var colour, boolean glossy, var coats) ->
                    Reply.of(List.of(colour, glossy, coats));
            case Insert(var table, var row, var where) -> Reply.of(inserted(table, row, where));
            case Refuse(var code, var message) -> throw FailureException.rejected(code, message);
            case Fail(var message) -> throw new IllegalStateException(message);
            case Hang() -> {
                new CountDownLatch(1).await();
                yield Reply.ok();
            }
            case Ack() -> Reply.none();
        };
    }

    private static Object inserted(String table, JsonNode row, Optional<JsonNode> where) {
        var inserted = new LinkedHashMap<String, Object>();
        inserted.put("table", table);
        inserted.put("row", row);
        where.ifPresent(condition -> inserted.put("where", condition));
        return inserted;
    }
}
