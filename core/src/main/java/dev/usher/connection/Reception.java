package dev.usher.connection;

import dev.usher.Event;
import dev.usher.Listener;
import dev.usher.Peer;
import dev.usher.accept.Acceptor;
import dev.usher.transport.Defects;
import dev.usher.transport.Lane;
import dev.usher.transport.TlsTransport;
import dev.usher.transport.Transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes clients of the sockets that a listener accepts, and shows them to its desk. For the
 * acceptor's thread.
 */
public final class Reception implements Acceptor.Arrivals {
    private final AdmissionDesk desk;
    private final CoarseClock clock;
    private final List<Lane> lanes;
    private final AtomicLong ids;

    /**
     * Before this desk.
     *
     * @param lanes where clients are served, by turns
     * @param ids counts the clients of all listeners of a server
     */
    public Reception(AdmissionDesk desk, CoarseClock clock, List<Lane> lanes, AtomicLong ids) {
        this.desk = desk;
        this.clock = clock;
        this.lanes = List.copyOf(lanes);
        this.ids = ids;
    }

    @Override
    public void accepted(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var listener = desk.listener();
            var peer =
                    new Peer(
                            ids.incrementAndGet(),
                            listener.name(),
                            (InetSocketAddress) channel.getRemoteAddress(),
                            (InetSocketAddress) channel.getLocalAddress());
            receive(channel, peer, listener);
        } catch (IOException goneAlready) {
            closeQuietly(channel);
        } catch (RuntimeException | Error defect) {
            closeQuietly(channel);
            throw defect;
        }
    }

    private void receive(SocketChannel channel, Peer peer, Listener listener) {
        ClientConnection connection;
        try {
            var lane = lanes.get((int) (peer.id() % lanes.size()));
            var transport = transport(channel, lane, listener);
            connection = new ClientConnection(desk, peer, transport, lane, clock);
        } catch (Throwable defect) {
            closeQuietly(channel);
            desk.arriveInVain(peer, defect);
            return;
        }
        desk.arrive(connection);
    }

    private static Transport transport(SocketChannel channel, Lane lane, Listener listener) {
        var wire = lane.transport(channel, listener.limits().unread());
        var tls = listener.tls();
        return tls == null ? wire : new TlsTransport(wire, tls);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // It is closed all the same, and there was no client yet to report about.
        }
    }

    @Override
    public void failed(Throwable cause, Duration pause) {
        if (cause instanceof IOException error) {
            desk.events().emit(new Event.AcceptFailed(desk.listener().name(), error, pause));
        } else {
            Defects.show(cause);
        }
    }
}
