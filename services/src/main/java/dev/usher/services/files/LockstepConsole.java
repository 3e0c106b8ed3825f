package dev.usher.services.files;

import dev.usher.Event;
import dev.usher.services.text.HarmlessText;

import java.util.function.Consumer;

/** Tells what the course's file server tells: where it waits, who comes, and what is asked for. */
final class LockstepConsole implements Consumer<Event> {
    private final Consumer<String> lines;

    LockstepConsole(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            // Once: the course's server repeats this before each connection.
            case Event.Started(_, var address, _) ->
                    lines.accept("server waiting on port " + address.getPort());
            // Who waits is connected to when its turn has come, and who is refused never is.
            case Event.Running(var peer, _, _) ->
                    lines.accept(
                            "server connected to client at "
                                    + peer.remote().getAddress().getHostAddress()
                                    + ":"
                                    + peer.remote().getPort());
            default -> {}
        }
    }

    void requested(String command) {
        lines.accept("server receiving request: " + HarmlessText.of(command));
    }

    void receives(long bytes) {
        lines.accept("server receiving " + bytes + " bytes");
    }

    void sends(long bytes) {
        lines.accept("server sending " + bytes + " bytes");
    }

    void deletes(FileName name) {
        lines.accept("server deleting file " + HarmlessText.of(name.toString()));
    }
}
