package dev.usher.commands;

import dev.usher.Attribute;
import dev.usher.Call;
import dev.usher.FailureException;
import dev.usher.Pipeline;
import dev.usher.Service;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/** Brings requests to the handler of their commands, and its replies into their dialects. */
final class CommandService<R> implements Service<Request<R>, Answer> {
    private static final Duration FOR_DATA = Duration.ofMillis(100);

    /**
     * Kept with a connection whose next line may be data of a command that was refused, should the
     * client have sent it before it heard of that.
     */
    private static final Attribute<Boolean> REFUSED = Attribute.named("refused");

    private final Help help;
    private final Commands.Handler<R> handler;

    CommandService(Grammar<R> grammar, Commands.Handler<R> handler) {
        help = new Help(grammar);
        this.handler = handler;
    }

    @Override
    public @Nullable Answer serve(Request<R> request, Call<Answer> call) throws Exception {
        var connection = call.connection();
        if (connection.get(REFUSED) != null) {
            connection.set(REFUSED, null);
            if (!isCommand(request)) {
                call.hangUp(); // for what follows is then data as well
            }
        }
        return switch (request) {
            case Blank<R> _ -> null;
            case Single<R> single -> answer(single, call, streams(call));
            case Batch<R> batch ->
                    batch.answer((single, part) -> answer(single, part, false), call);
        };
    }

    /** Whether all of this is what a client would send who has seen that it was refused. */
    private static <R> boolean isCommand(Request<R> request) {
        return switch (request) {
            case Blank<R> _ -> false;
            // One that is refused in turn does nothing, and leads here again.
            case Single<R> single ->
                    single.exclusive() || !(single.intent() instanceof Intent.Refuse);
            case Batch<R> batch -> batch.requests().stream().allMatch(CommandService::isCommand);
        };
    }

    /** Whether what is sent now comes behind the answers to all requests before this one. */
    private static boolean streams(Call<Answer> call) {
        return call.connection().listener().pipeline() instanceof Pipeline.Sequential;
    }

    private Answer answer(Single<R> request, Call<Answer> call, boolean streams) throws Exception {
        if (!request.exclusive()) {
            return reply(request, call, streams);
        }
        var input = call.connection().input();
        long before = input.position();
        try {
            var answer = reply(request, call, streams);
            if (request.intent() instanceof Intent.Refuse) {
                keepFromReadingData(call);
            }
            return answer;
        } catch (FailureException failed) {
            if (input.position() == before) {
                keepFromReadingData(call);
            }
            throw failed;
        }
    }

    /**
     * A client that does not wait until it may send has sent some of its data by now, or is about
     * to. One that waits sends nothing before it has its answer, so the answer waits a moment too.
     * Data may come later still: nothing tells it from the next command then, but that it hardly
     * ever begins with one; so if the next line is none, it ends there.
     */
    private static void keepFromReadingData(Call<Answer> call) throws IOException {
        if (call.connection().input().arrivesWithin(FOR_DATA)) {
            call.hangUp();
        } else {
            call.connection().set(REFUSED, true);
        }
    }

    private Answer reply(Single<R> request, Call<Answer> call, boolean streams) throws Exception {
        var dialect = request.dialect();
        return switch (request.intent()) {
            case Intent.Run<R>(R command) -> {
                var reply = handler.answer(command, call);
                var elements = reply.elements();
                yield elements == null
                        ? dialect.result(reply)
                        : new ListAnswer(dialect, call, streams).of(elements);
            }
            case Intent.Ask<R>(BuiltIn command) -> dialect.result(reply(command, call));
            case Intent.Refuse<R>(Problem problem) -> dialect.problem(problem);
        };
    }

    private Reply reply(BuiltIn command, Call<Answer> call) throws FailureException {
        return switch (command) {
            case BuiltIn.Help(var name) ->
                    name.isPresent() ? help.about(name.get()) : help.overview();
            case BuiltIn.Quit _ -> {
                call.hangUp();
                yield Reply.of("bye");
            }
        };
    }
}
