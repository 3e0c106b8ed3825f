package dev.usher.cli.serve;

import dev.usher.Listener;
import dev.usher.Peer;
import dev.usher.Server;
import dev.usher.cli.offer.Offer;
import dev.usher.cli.terminal.Words;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** What is shown once every listener is open: what is served where, and what to do next. */
final class Welcome {
    private static final String ROW = "%-12s%-10s%-24s%10s%10s";

    private Welcome() {}

    /** The whole text; the offers and listeners are those of the server, in its order. */
    static String text(List<Offer> offers, List<Listener> listeners, Server server) {
        var lines = new ArrayList<String>();
        boolean named = areNamed(offers, listeners);
        lines.add(
                ROW.formatted("SERVICE", "PROTOCOL", "ADDRESS", "RUNNING", "WAITING")
                        + (named ? "  LISTENER" : ""));
        for (int i = 0; i < offers.size(); i++) {
            var listener = listeners.get(i);
            lines.add(row(offers.get(i), listener, server) + (named ? "  " + listener.name() : ""));
        }
        lines.add("try: " + example(offers.getLast(), listeners.getLast(), server));
        lines.add("engine: " + server.engine());
        lines.add("stop: Ctrl-C, or kill -TERM " + ProcessHandle.current().pid());
        return String.join("\n", lines);
    }

    /** Whether any has a name of its own, by which an operator must call it. */
    private static boolean areNamed(List<Offer> offers, List<Listener> listeners) {
        return !listeners.stream()
                .map(Listener::name)
                .toList()
                .equals(offers.stream().map(Offer::name).toList());
    }

    private static String row(Offer offer, Listener listener, Server server) {
        var host = listener.address().getAddress();
        int port = server.address(listener.name()).getPort();
        return ROW.formatted(
                offer.service(),
                offer.protocol(),
                Peer.host(host) + ":" + port,
                Words.number(listener.limits().running()),
                Words.number(listener.limits().waiting()));
    }

    /** How to send it a request; {@code nc} cannot talk to a listener that speaks TLS. */
    private static String example(Offer offer, Listener listener, Server server) {
        var host = listener.address().getAddress();
        var near = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
        int port = server.address(listener.name()).getPort();
        return listener.tls() == null
                ? "%s | nc -q1 %s %d".formatted(offer.example(), bare(near), port)
                : "(%s; sleep 1) | openssl s_client -quiet -no_ign_eof -connect %s:%d"
                        .formatted(offer.example(), Peer.host(near), port);
    }

    /** Without the brackets in which a port would follow it. */
    private static String bare(InetAddress host) {
        return Peer.host(host).replaceAll("[\\[\\]]", "");
    }
}
