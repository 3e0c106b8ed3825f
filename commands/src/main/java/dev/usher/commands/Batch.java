package dev.usher.commands;

import dev.usher.Call;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A JSON-RPC batch: several requests in one line, answered in their order in one line. Keeps the
 * answers as they come, so that none is lost when a later request fails or takes too long.
 */
final class Batch<R> implements Request<R> {
    /**
     * Characters of answers after which the rest of a batch is not served: one line holds it all.
     */
    private static final int LONGEST_ANSWER = 1 << 20;

    private final List<Single<R>> requests;
    private final List<Answer> answers = new ArrayList<>();
    private long length;

    Batch(List<Single<R>> requests) {
        this.requests = List.copyOf(requests);
    }

    List<Single<R>> requests() {
        return requests;
    }

    @Override
    public List<R> commands() {
        return requests.stream().flatMap(request -> request.commands().stream()).toList();
    }

    @Override
    public boolean isUnderstood() {
        return requests.stream().allMatch(Single::isUnderstood);
    }

    /**
     * Has every request answered. A defect costs its own request only.
     *
     * @throws Exception what the service threw when it cannot go on. {@link #answer(Problem)} still
     *     gives the answers that were ready before
     */
    Answer answer(Service<Single<R>, Answer> service, Call<Answer> call) throws Exception {
        for (var request : requests) {
            if (call.isCancelled()) {
                throw new InterruptedException("cancelled within a batch");
            }
            if (length > LONGEST_ANSWER) {
                return answer(Problem.ANSWER_TOO_LONG);
            }
            try {
                var answer = service.serve(request, call);
                add(answer == null ? Answer.NONE : answer);
            } catch (FailureException failed) {
                answers.add(request.dialect().problem(rejection(failed)));
            } catch (Exception thrown) {
                if (call.isCancelled()) {
                    throw thrown;
                }
                call.report(thrown);
                answers.add(request.dialect().problem(Problem.CRASHED));
            }
        }
        return joined();
    }

    private void add(Answer answer) {
        answers.add(answer);
        length += answer.line().map(String::length).orElse(0);
    }

    private static Problem rejection(FailureException failed) throws FailureException {
        if (failed.failure() instanceof Failure.Rejected rejected) {
            return Problem.failed(rejected);
        }
        throw failed;
    }

    /** The answers, this problem standing in for each one that is missing. */
    Answer answer(Problem problem) {
        for (var request : requests.subList(answers.size(), requests.size())) {
            answers.add(request.dialect().problem(problem));
        }
        return joined();
    }

    private Answer joined() {
        var lines = answers.stream().flatMap(answer -> answer.line().stream()).toList();
        var joined =
                lines.isEmpty()
                        ? Answer.NONE
                        : Answer.line(lines.stream().collect(Collectors.joining(",", "[", "]")));
        return joined.thenAsAfter(answers);
    }
}
