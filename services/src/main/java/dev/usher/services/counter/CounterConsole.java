package dev.usher.services.counter;

import dev.usher.Event;
import dev.usher.Peer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells what the course's counter tells: who comes, who counts what, what is sent, who goes. */
final class CounterConsole implements Consumer<Event> {
    private final Consumer<String> lines;

    /** Whose connections were told of; the end of others is not told either. */
    private final Set<Peer> accepted = ConcurrentHashMap.newKeySet();

    CounterConsole(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void accept(Event event) {
        switch (event) {
            // Once: the course's server repeats this before each connection.
            case Event.Started(_, var address, _) ->
                    lines.accept("Server listening on port: " + address.getPort() + " ...");
            case Event.Running(var peer, _, _) -> {
                accepted.add(peer);
                lines.accept("Accepted connection from " + address(peer));
            }
            case Event.Closed(var peer, _, _) -> {
                if (accepted.remove(peer)) {
                    lines.accept("Connection closed with " + address(peer));
                }
            }
            default -> {}
        }
    }

    /** Tells of a request of this client. */
    Witness witness(Peer peer) {
        return new Telling(lines, address(peer));
    }

    private static String address(Peer peer) {
        return peer.remote().getAddress().getHostAddress() + ":" + peer.remote().getPort();
    }

    private record Telling(Consumer<String> lines, String address) implements Witness {
        @Override
        public void counted(Job job, int before, int task) {
            lines.accept(
                    "Server counts %s in thread %s.%d for connection %s"
                            .formatted(job.after(before), address, task, address));
        }

        @Override
        public void sent(String result) {
            lines.accept("Server sent the result " + result + " to the client");
        }
    }
}
