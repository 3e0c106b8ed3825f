package dev.usher.services.checkin;

import dev.usher.Conversation;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Peer;
import dev.usher.services.pickle.PickleValue;

import java.io.IOException;

/** Checks in whoever speaks pickle. Holds no client's state. */
final class PickleCheckIn implements Conversation.Handler<PickleValue, PickleValue> {
    private static final PickleValue ACKNOWLEDGEMENT = PickleValue.Int.of(1);
    private static final PickleValue GOODBYE = new PickleValue.None();

    private final CheckIn checkIn;
    private final CheckInConsole console;

    PickleCheckIn(CheckIn checkIn, CheckInConsole console) {
        this.checkIn = checkIn;
        this.console = console;
    }

    @Override
    public void handle(Conversation<PickleValue, PickleValue> conversation) throws Exception {
        var values = new SpacedValues(conversation);
        try {
            values.send(greeting(conversation.connection().peer()));
            serve(values, conversation.connection().peer());
        } catch (IOException | RuntimeException end) {
            values.awaitGap(); // the server has a last word to this, which is a value too
            throw end;
        }
    }

    private static PickleValue greeting(Peer peer) {
        var id = PickleValue.Int.of(CheckIn.client(peer));
        return PickleValue.Dict.of(new PickleValue.Entry("clientid", id));
    }

    private void serve(SpacedValues values, Peer peer) throws IOException, InterruptedException {
        PickleValue request;
        while ((request = values.read()) != null) {
            var answer = answer(request, peer);
            values.send(answer);
            // Who has been told of an error gets time to try again.
            if (answer.equals(ACKNOWLEDGEMENT) && !values.arrivesInGap()) {
                values.send(GOODBYE);
                return;
            }
        }
    }

    private PickleValue answer(PickleValue request, Peer peer) throws IOException {
        try {
            var student = StudentDict.student(request);
            checkIn.note(student, peer);
            console.connected(student);
            return ACKNOWLEDGEMENT;
        } catch (FailureException no) {
            if (no.failure() instanceof Failure.Rejected(_, var why)) {
                return PickleCodec.error(why);
            }
            throw no;
        }
    }
}
