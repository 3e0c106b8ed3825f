package dev.usher.testkit;

import dev.usher.Event;
import dev.usher.ListenerStatus;
import dev.usher.Peer;
import dev.usher.Server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the books balance once all clients are gone. */
final class Tickets {
    private Tickets() {}

    /** What is wrong with a server's counts; to be asked when no client is connected any more. */
    static List<String> open(Server server) {
        return server.status().stream()
                .filter(status -> !balanced(status))
                .map(status -> "ticket at listener " + status.name() + ": " + counts(status))
                .toList();
    }

    private static boolean balanced(ListenerStatus status) {
        return status.occupancy().running() == 0
                && status.occupancy().waiting() == 0
                && status.accepted() == status.served() + status.refused() + status.gaveUp();
    }

    private static String counts(ListenerStatus status) {
        return "%s; %d accepted, %d served, %d refused, %d gave up"
                .formatted(
                        status.occupancy(),
                        status.accepted(),
                        status.served(),
                        status.refused(),
                        status.gaveUp());
    }

    /** Clients whose end was not told, or was told more than once. */
    static List<String> unclosed(List<Event> events) {
        Map<Peer, Integer> ends = new HashMap<>();
        for (var event : events) {
            if (event instanceof Event.OfClient ofClient) {
                ends.merge(ofClient.peer(), event instanceof Event.Closed ? 1 : 0, Integer::sum);
            }
        }
        var wrong = new ArrayList<String>();
        ends.forEach((peer, count) -> {
            if (count != 1) {
                wrong.add("client " + peer + ", closed " + count + " times");
            }
        });
        return wrong;
    }
}
