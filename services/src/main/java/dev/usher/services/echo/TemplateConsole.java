package dev.usher.services.echo;

import dev.usher.Call;
import dev.usher.Event;
import dev.usher.Filter;
import dev.usher.Peer;
import dev.usher.Service;
import dev.usher.services.text.HarmlessText;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Tells what the course's template tells: who comes, and what is received. */
final class TemplateConsole implements Consumer<Event>, Filter<byte[], byte[]> {
    private final Consumer<String> lines;

    TemplateConsole(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.Started(_, var address, _) ->
                    lines.accept("Server is listening on port " + address.getPort() + "...");
            // Who waits is accepted when its turn has come, and who is refused never is.
            case Event.Running(var peer, _, _) -> {
                lines.accept("Accepted connection from " + tuple(peer));
                lines.accept("Connection established with " + tuple(peer));
            }
            default -> {}
        }
    }

    @Override
    public byte @Nullable [] apply(byte[] data, Call<byte[]> call, Service<byte[], byte[]> next)
            throws Exception {
        var peer = call.connection().peer();
        lines.accept(
                "Received data from "
                        + tuple(peer)
                        + ": "
                        + HarmlessText.of(new String(data, StandardCharsets.UTF_8)));
        return next.serve(data, call);
    }

    /** The address as Python prints one: a tuple of host and port. */
    private static String tuple(Peer peer) {
        var remote = peer.remote();
        return "('" + remote.getAddress().getHostAddress() + "', " + remote.getPort() + ")";
    }
}
