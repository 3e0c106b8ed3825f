package dev.usher.cli;

import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.services.calculator.Calculator;
import dev.usher.services.echo.Echo;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A service in one protocol, as {@code serve} offers it.
 *
 * @param service its name
 * @param protocol the name of the protocol
 * @param port where it listens unless told otherwise
 * @param example what a shell pipes into {@code nc} to try it
 * @param wiring lets a listener serve it, with limits and deadlines that suit the protocol
 */
record Offer(
        String service, String protocol, int port, String example, UnaryOperator<Listener> wiring) {

    /** The protocol of a service unless another one is asked for. */
    static final String USUAL_PROTOCOL = "lines";

    /** All of them, in the order of their ports. A new service is a line here. */
    static final List<Offer> ALL =
            List.of(
                    new Offer("echo", "lines", 12001, "printf 'hello\\n'", new Echo()::on),
                    new Offer(
                            "calculator",
                            "lines",
                            12002,
                            "printf 'add 2 3\\n'",
                            new Calculator()::on));

    /**
     * The offer of this service in this protocol.
     *
     * @throws IllegalArgumentException saying what there is, if there is none
     */
    static Offer of(String service, String protocol) {
        var offers = ALL.stream().filter(offer -> offer.service.equals(service)).toList();
        if (offers.isEmpty()) {
            throw new IllegalArgumentException(
                    "no service is called '%s'; there is %s".formatted(service, services()));
        }
        for (var offer : offers) {
            if (offer.protocol.equals(protocol)) {
                return offer;
            }
        }
        var spoken = offers.stream().map(Offer::protocol).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "%s does not speak '%s'; it speaks %s".formatted(service, protocol, spoken));
    }

    /** The names of all services, for people. */
    static String services() {
        return ALL.stream().map(Offer::service).distinct().collect(Collectors.joining(", "));
    }

    /** What listeners and events call it: the service, and the protocol unless it is the usual. */
    String name() {
        return protocol.equals(USUAL_PROTOCOL) ? service : service + "-" + protocol;
    }

    /** A listener for it on this port, ready to start. */
    Listener listener(int port) {
        return wiring.apply(Server.on(port).named(name()));
    }
}
