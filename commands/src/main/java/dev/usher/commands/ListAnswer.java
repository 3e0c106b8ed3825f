package dev.usher.commands;

import dev.usher.Call;
import dev.usher.CloseReason;
import dev.usher.Failure;
import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

/**
 * A list on its way to a client. The beginning is held, so that a short list is one answer, and a
 * failure before the end of it too. If more comes, it passes through a pipe to whoever writes.
 */
final class ListAnswer implements Reply.Sink {
    /** Characters that are held before anything is sent. */
    private static final int MOST_HELD = 64 * 1024;

    /** Characters of a list that is held whole. */
    private static final int LONGEST_WHOLE = 1 << 20;

    private final Dialect dialect;
    private final Call<Answer> call;
    private final int mostHeld;
    private StringBuilder text = new StringBuilder();
    private @Nullable Pipe pipe;
    private boolean begun;

    /**
     * An answer to this call.
     *
     * @param streams whether it may be sent before it is whole
     */
    ListAnswer(Dialect dialect, Call<Answer> call, boolean streams) {
        this.dialect = dialect;
        this.call = call;
        mostHeld = streams ? MOST_HELD : LONGEST_WHOLE;
    }

    /** The list of these elements, or what remains to be said when it has been sent. */
    Answer of(Reply.Elements elements) throws Exception {
        var before = dialect.beforeResult();
        if (before == null) {
            return Answer.NONE;
        }
        text.append(before).append('[');
        try {
            elements.addTo(this);
            text.append(']').append(dialect.afterResult());
            return end();
        } catch (Exception failed) {
            if (pipe == null) {
                throw failed;
            }
            breakOff(failed, pipe);
            return Answer.NONE;
        } finally {
            if (pipe != null) {
                pipe.end();
            }
        }
    }

    private Answer end() throws FailureException {
        if (pipe == null) {
            return Answer.line(text.toString());
        }
        pipe.put(text.append('\n'));
        return Answer.NONE;
    }

    @Override
    public void add(Object element) throws FailureException {
        if (begun) {
            text.append(',');
        }
        begun = true;
        text.append(Escapes.printable(Json.write(element)));
        if (pipe != null) {
            if (text.length() >= Pipe.PIECE) {
                send(pipe);
            }
        } else if (text.length() > mostHeld) {
            if (mostHeld == LONGEST_WHOLE) {
                throw new FailureException(TOO_LONG);
            }
            pipe = open();
            send(pipe);
        }
        if (call.isCancelled()) {
            throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
        }
    }

    private static final Failure TOO_LONG =
            new Failure.Rejected("too-long", "the list is too long to be held: ask for it alone");

    private Pipe open() throws FailureException {
        var opened = new Pipe(call);
        if (!call.outbox().send(Answer.bytes(opened))) {
            throw new FailureException(new Failure.Lost(CloseReason.CLIENT_LOST));
        }
        return opened;
    }

    private void send(Pipe open) throws FailureException {
        open.put(text);
        text = new StringBuilder(2 * Pipe.PIECE);
        call.renewDeadline();
    }

    /** The client has half of the list: nothing can follow but why. */
    private void breakOff(Exception failed, Pipe open) {
        call.hangUp();
        text.append('\n');
        if (!call.isCancelled()) { // else it is told by whoever cancelled the call
            dialect.problem(problem(failed)).line().ifPresent(words -> text.append(words + "\n"));
        }
        try {
            open.put(text);
        } catch (FailureException gone) {
            // nobody is there to be told
        }
    }

    private Problem problem(Exception failed) {
        if (failed instanceof FailureException known
                && known.failure() instanceof Failure.Rejected rejected) {
            return Problem.failed(rejected);
        }
        call.report(failed);
        return Problem.CRASHED;
    }
}
