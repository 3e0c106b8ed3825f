package dev.usher.cli.admin;

import dev.usher.ClientStatus;
import dev.usher.ListenerStatus;
import dev.usher.Server;
import dev.usher.cli.arguments.Endpoint;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a server is doing, as it travels over its admin socket in JSON.
 *
 * @param engine what runs its threads
 * @param upMillis how long it has been up
 * @param listeners all its listeners, in its order
 */
record AdminReport(String engine, long upMillis, List<OfListener> listeners) {

    /**
     * A listener; the numbers are those of {@link ListenerStatus}.
     *
     * @param clients what each client is doing; {@code null} if that was not asked for
     */
    record OfListener(
            String name,
            String address,
            int running,
            int runningLimit,
            int waiting,
            int waitingLimit,
            long accepted,
            long served,
            long refused,
            long gaveUp,
            long requests,
            long defects,
            @Nullable List<OfClient> clients) {

        static OfListener of(Server server, ListenerStatus status, boolean withClients) {
            var occupancy = status.occupancy();
            var clients = server.clients(status.name()).stream().map(OfClient::of).toList();
            return new OfListener(
                    status.name(),
                    Endpoint.print(status.address()),
                    occupancy.running(),
                    occupancy.runningLimit(),
                    occupancy.waiting(),
                    occupancy.waitingLimit(),
                    status.accepted(),
                    status.served(),
                    status.refused(),
                    status.gaveUp(),
                    status.requests() + clients.stream().mapToLong(OfClient::requests).sum(),
                    status.defects(),
                    withClients ? clients : null);
        }
    }

    /** A client; the values are those of {@link ClientStatus}. */
    record OfClient(
            long id,
            String address,
            ClientStatus.State state,
            int place,
            long openMillis,
            long servingMillis,
            @Nullable String request,
            long requests,
            long bytesIn,
            long bytesOut) {

        static OfClient of(ClientStatus status) {
            return new OfClient(
                    status.peer().id(),
                    Endpoint.print(status.peer().remote()),
                    status.state(),
                    status.place(),
                    status.open().toMillis(),
                    status.serving().toMillis(),
                    status.request(),
                    status.requests(),
                    status.bytesIn(),
                    status.bytesOut());
        }
    }
}
