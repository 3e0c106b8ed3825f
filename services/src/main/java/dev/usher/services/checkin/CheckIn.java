package dev.usher.services.checkin;

import dev.usher.Call;
import dev.usher.Listener;
import dev.usher.Peer;
import dev.usher.commands.Answer;
import dev.usher.commands.Commands;
import dev.usher.commands.Reply;

import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Students check in with their name, their username on GitHub and their student id. All listeners
 * of one check-in share its roster.
 *
 * <p>It speaks lines, by commands: {@code checkin abrown 123456789 "Alice Brown"}, {@code roster},
 * {@code export} and {@code visits}. And it speaks {@linkplain dev.usher.services.pickle pickle}:
 * the client is sent {@code {'clientid': 60644}}, the port that it comes from; for each dict {@code
 * {'student_name': …, 'github_username': …, 'sid': …}} that it sends, it is sent {@code 1}; and
 * {@code None} at the end, which comes when it has sent nothing more for a moment. For any other
 * value it is sent a string {@code ERROR: …}, and may try again.
 *
 * <p>A value leaves no sooner than 50 ms after the one before it, and after the client's last one.
 * Pickles have no frame around them, and many clients take each with one {@code recv}, for which
 * values that arrive together are one.
 */
public final class CheckIn {
    private static final Commands<CheckInRequest> COMMANDS = Commands.of(CheckInRequest.class);

    private static final int VISITS = 100;

    private final Roster roster;
    private final InstantSource clock;

    /** A check-in that keeps its students in this roster. */
    public CheckIn(Roster roster) {
        this(roster, InstantSource.system());
    }

    /**
     * A check-in that keeps its students in this roster.
     *
     * @param clock tells when they check in
     */
    public CheckIn(Roster roster, InstantSource clock) {
        this.roster = Objects.requireNonNull(roster);
        this.clock = Objects.requireNonNull(clock);
    }

    /** This listener with the check-in on it that speaks lines. */
    public Listener on(Listener listener) {
        return listener.serve(COMMANDS.protocol(), COMMANDS.serving(this::answer));
    }

    /** This listener with the check-in on it that speaks pickle. */
    public Listener pickle(Listener listener) {
        return pickle(listener, line -> {});
    }

    /**
     * This listener with the check-in on it that speaks pickle, telling what happens.
     *
     * @param console takes whole lines, without their ends, from many threads; has the one about a
     *     student before the client has its acknowledgement
     */
    public Listener pickle(Listener listener, Consumer<String> console) {
        var telling = new CheckInConsole(console);
        return listener.events(telling)
                .converse(peer -> new PickleCodec(), new PickleCheckIn(this, telling));
    }

    private Reply answer(CheckInRequest request, Call<Answer> call) throws IOException {
        return switch (request) {
            case CheckInRequest.Checkin checkin -> {
                var peer = call.connection().peer();
                note(checkin.student(), peer);
                yield Reply.line("OK client " + client(peer), client(peer));
            }
            case CheckInRequest.Roster asked ->
                    Reply.list(sink -> asked.excerpt().each(roster, sink::add));
            case CheckInRequest.Export asked ->
                    Reply.bytes(
                            "OK csv", output -> RosterCsv.write(roster, asked.excerpt(), output));
            case CheckInRequest.Visits(var sid, var limit) ->
                    Reply.of(roster.visits(sid, limit.orElse(VISITS)));
        };
    }

    /**
     * Notes that this student checks in from there.
     *
     * @throws dev.usher.FailureException rejected, if there is no room for another student
     */
    void note(Student student, Peer peer) throws IOException {
        roster.note(student.entry(client(peer), clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    /** What clients are told that they are called. */
    static int client(Peer peer) {
        return peer.remote().getPort();
    }
}
