package dev.usher.cli.offer;

import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.services.calculator.Calculator;
import dev.usher.services.calculator.TextbookCalculator;
import dev.usher.services.database.TableService;
import dev.usher.services.echo.Echo;
import dev.usher.services.echo.Template;
import dev.usher.services.files.Files;
import dev.usher.services.files.Lockstep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A service in one protocol, as {@code serve} offers it.
 *
 * @param service its name
 * @param protocol the name of the protocol
 * @param port where it listens unless told otherwise
 * @param example what a shell pipes into {@code nc} to try it
 * @param manner gives a listener the limits and deadlines that suit the protocol
 * @param wiring lets a listener serve it
 */
public record Offer(
        String service, String protocol, int port, String example, Manner manner, Wiring wiring) {

    /** Gives a listener the limits and deadlines that suit the protocol. */
    @FunctionalInterface
    interface Manner {
        Listener suit(Listener listener);
    }

    /** Lets a listener serve something. */
    @FunctionalInterface
    interface Wiring {
        Listener wire(Listener listener, Equipment equipment) throws IOException;
    }

    /** The protocol of a service unless another one is asked for. */
    public static final String USUAL_PROTOCOL = "lines";

    /** All of them, in the order in which people read them. A new service is an entry here. */
    public static final List<Offer> ALL =
            List.of(
                    new Offer(
                            "checkin",
                            "pickle",
                            12000,
                            "printf '(dVstudent_name\\nVAlice"
                                    + " Brown\\nsVgithub_username\\nVabrown\\n"
                                    + "sVsid\\nI123456789\\ns.'",
                            Offer::typed,
                            (listener, equipment) ->
                                    equipment
                                            .databases()
                                            .checkIn()
                                            .pickle(listener, equipment.console())),
                    new Offer(
                            "echo",
                            "lines",
                            12001,
                            "printf 'hello\\n'",
                            Offer::plain,
                            (listener, _) -> new Echo().on(listener)),
                    new Offer(
                            "calculator",
                            "lines",
                            12002,
                            "printf 'add 2 3\\n'",
                            Offer::plain,
                            (listener, _) -> new Calculator().on(listener)),
                    new Offer(
                            "counter",
                            "lines",
                            12003,
                            "printf '2 10\\n'",
                            Offer::plain,
                            (listener, equipment) -> equipment.counter().on(listener)),
                    new Offer(
                            "checkin",
                            "lines",
                            12004,
                            "printf 'checkin abrown 123456789 \"Alice Brown\"\\n'",
                            Offer::plain,
                            (listener, equipment) -> equipment.databases().checkIn().on(listener)),
                    new Offer(
                            "files",
                            "lines",
                            12005,
                            "printf 'put notes.txt 5\\nhello'",
                            Offer::plain,
                            (listener, equipment) ->
                                    new Files(equipment.data().files()).on(listener)),
                    new Offer(
                            "database",
                            "lines",
                            12006,
                            "printf 'create students name:text sid:integer\\n'",
                            Offer::plain,
                            (listener, equipment) ->
                                    new TableService(equipment.databases().tables()).on(listener)),
                    new Offer(
                            "telemetry",
                            "lines",
                            12007,
                            "printf 'report thermo-1 {\"temperature\":21.5}\\nlatest thermo-1\\n'",
                            Offer::watched,
                            (listener, equipment) ->
                                    equipment.databases().telemetry().on(listener)),
                    new Offer(
                            "files",
                            "lockstep",
                            12008,
                            "printf 'GET notes.txt'",
                            Offer::patient,
                            (listener, equipment) -> lockstep(listener, equipment)),
                    new Offer(
                            "calculator",
                            "unframed",
                            9998,
                            "printf 'add 2 3'",
                            Offer::typed,
                            (listener, _) -> new TextbookCalculator().on(listener)),
                    new Offer(
                            "echo",
                            "unframed",
                            9999,
                            "printf 'hello'",
                            Offer::typed,
                            (listener, equipment) -> template(listener, equipment)),
                    new Offer(
                            "counter",
                            "unframed",
                            50073,
                            "printf '2 10'",
                            Offer::typed,
                            (listener, equipment) -> counter(listener, equipment)));

    private static Listener plain(Listener listener) {
        return listener;
    }

    /** For protocols in which a client connects first, and then someone thinks and types. */
    private static Listener typed(Listener listener) {
        return listener.deadlines(listener.deadlines().firstByte(Duration.ofMinutes(5)));
    }

    /** For clients that are sent more than they may want to take at once. */
    private static Listener watched(Listener listener) {
        return listener.deadlines(listener.deadlines().write(Duration.ofMinutes(5)));
    }

    private static Listener template(Listener listener, Equipment equipment) {
        var printout = equipment.printout();
        return printout == null
                ? new Template().on(listener)
                : new Template().on(listener, printout);
    }

    private static Listener counter(Listener listener, Equipment equipment) {
        var printout = equipment.printout();
        return printout == null
                ? equipment.counter().unframed(listener)
                : equipment.counter().unframed(listener, printout);
    }

    /** For clients that transfer files, and wait for one another, which takes its time. */
    private static Listener patient(Listener listener) {
        return typed(listener).limits(listener.limits().patience(Duration.ofMinutes(10)));
    }

    private static Listener lockstep(Listener listener, Equipment equipment) throws IOException {
        var lockstep = new Lockstep(equipment.data().files());
        var printout = equipment.printout();
        return printout == null ? lockstep.on(listener) : lockstep.on(listener, printout);
    }

    /**
     * The offer of this service in this protocol.
     *
     * @throws IllegalArgumentException saying what there is, if there is none
     */
    public static Offer of(String service, String protocol) {
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
    public static String services() {
        return ALL.stream().map(Offer::service).distinct().collect(Collectors.joining(", "));
    }

    /** What listeners and events call it: the service, and the protocol unless it is the usual. */
    public String name() {
        return protocol.equals(USUAL_PROTOCOL) ? service : service + "-" + protocol;
    }

    /** Whether a server of nothing else is silent unless asked to speak, as the course's is. */
    public boolean isSilent() {
        return protocol.equals("lockstep");
    }

    /** Where it is on this machine, unless it was told otherwise. */
    public InetSocketAddress here() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /** A listener on its port, with the limits and deadlines that suit it, that serves nothing. */
    public Listener listener() {
        return manner.suit(Server.on(port).named(name()));
    }

    /**
     * This listener, ready to start.
     *
     * @throws IOException with a sentence for people, if what it needs cannot be had
     */
    public Listener serve(Listener listener, Equipment equipment) throws IOException {
        return wiring.wire(listener, equipment);
    }
}
