import dev.usher.FailureException;
import dev.usher.Filter;
import dev.usher.Server;
import dev.usher.commands.Answer;
import dev.usher.commands.Command;
import dev.usher.commands.Commands;
import dev.usher.commands.Reply;
import dev.usher.commands.Request;
import dev.usher.commands.Rest;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A service with commands. They are declared once; the text grammar, JSON-RPC and {@code help}
 * follow from that.
 *
 * <pre>{@code printf 'write milk two pints\nread milk\nhelp\n' | nc -q1 127.0.0.1 7007 }</pre>
 */
void main() throws Exception {
    var commands = Commands.of(Note.class);
    Filter<Request<Note>, Answer> inTime = Filter.deadline(Duration.ofSeconds(2));
    try (var server =
            Server.on(7007)
                    .named("notes")
                    .serve(commands.protocol(), commands.answering(this::answer), inTime)
                    .start()) {
        server.join();
    }
}

sealed interface Note {
    @Command("keeps a text under a name")
    record Write(String name, @Rest String text) implements Note {}

    @Command("gives the text under a name")
    record Read(String name) implements Note {}

    @Command("lists the names, in alphabetical order")
    record Names(Optional<Integer> limit) implements Note {
        public Names {
            if (limit.orElse(1) < 1) {
                throw new IllegalArgumentException("limit must be 1 or more");
            }
        }
    }
}

/** All clients share it, each on its own thread: so it is a concurrent collection. */
final ConcurrentSkipListMap<String, String> notes = new ConcurrentSkipListMap<>();

Reply answer(Note request) throws FailureException {
    return switch (request) {
        case Note.Write(var name, var text) -> {
            notes.put(name, text);
            yield Reply.ok();
        }
        case Note.Read(var name) -> {
            var text = notes.get(name);
            if (text == null) {
                throw FailureException.rejected("not-found", "no note called " + name);
            }
            yield Reply.of(text);
        }
        case Note.Names(var limit) ->
                Reply.of(notes.keySet().stream().limit(limit.orElse(100)).toList());
    };
}
