package dev.usher.commands;

import dev.usher.Call;
import dev.usher.FailureException;
import dev.usher.Service;

import org.jspecify.annotations.Nullable;

/** Brings requests to the handler of their commands, and its replies into their dialects. */
final class CommandService<R> implements Service<Request<R>, Answer> {
    private final Help help;
    private final Commands.Handler<R> handler;

    CommandService(Grammar<R> grammar, Commands.Handler<R> handler) {
        help = new Help(grammar);
        this.handler = handler;
    }

    @Override
    public @Nullable Answer serve(Request<R> request, Call<Answer> call) throws Exception {
        return switch (request) {
            case Blank<R> _ -> null;
            case Single<R> single -> answer(single, call);
            case Batch<R> batch -> batch.answer(this::answer, call);
        };
    }

    private Answer answer(Single<R> request, Call<Answer> call) throws Exception {
        var dialect = request.dialect();
        return switch (request.intent()) {
            case Intent.Run<R>(R command) -> dialect.result(handler.answer(command, call));
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
