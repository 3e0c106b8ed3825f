package dev.usher.connection;

import dev.usher.ClientStatus;
import dev.usher.CloseReason;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Everybody who is inside: from the acceptance of a connection until its socket is closed. Safe for
 * use by many threads.
 */
final class Register {
    private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();

    void add(ClientConnection connection) {
        connections.add(connection);
    }

    /** Forgets it; whether it was here. */
    boolean remove(ClientConnection connection) {
        return connections.remove(connection);
    }

    boolean has(ClientConnection connection) {
        return connections.contains(connection);
    }

    boolean isEmpty() {
        return connections.isEmpty();
    }

    /** Does this with everybody; with who comes or goes meanwhile, perhaps. */
    void forEach(Consumer<ClientConnection> action) {
        connections.forEach(action);
    }

    /** Cuts everybody off. Returns how many these are. */
    int cut() {
        int count = 0;
        for (var connection : connections) {
            // Who is only waited for out of politeness has been served, or told.
            count += connection.lingers() ? 0 : 1;
            connection.abandon(CloseReason.CUT);
        }
        return count;
    }

    /** Cuts this client off; whether it was here. */
    boolean cut(long id) {
        for (var connection : connections) {
            if (connection.peer().id() == id) {
                connection.abandon(CloseReason.CUT);
                return true;
            }
        }
        return false;
    }

    /**
     * What everybody is doing, by their age; those who wait last, in their order.
     *
     * @param queue those who wait
     */
    List<ClientStatus> statuses(List<ClientConnection> queue) {
        var statuses = new ArrayList<ClientStatus>();
        var waiting = new HashSet<>(queue);
        connections.stream()
                .filter(connection -> !waiting.contains(connection))
                .sorted(Comparator.comparingLong(connection -> connection.peer().id()))
                .forEach(connection -> statuses.add(connection.status(0)));
        for (int i = 0; i < queue.size(); i++) {
            statuses.add(queue.get(i).status(i + 1));
        }
        return statuses;
    }
}
