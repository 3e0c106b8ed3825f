package dev.usher.cli.settings;

import dev.usher.Deadlines;
import dev.usher.Limits;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.config.Declaration;
import dev.usher.cli.config.Kind;
import dev.usher.cli.config.Section;
import dev.usher.cli.config.Setting;
import dev.usher.cli.config.Setting.Effect;
import dev.usher.cli.offer.Offer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All that can be set of a listener; declared here and nowhere else, as in {@link Settings}. */
public final class ListenerSections {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final long GIB = 1L << 30;

    static final Setting<String> SERVICE =
            Setting.of(
                    "service",
                    Kind.word(Offer.ALL.stream().map(Offer::service).distinct().toList()),
                    "What it serves",
                    Effect.AFTER_RESTART);

    static final Setting<String> PROTOCOL =
            Setting.of(
                    "protocol",
                    Kind.word(Offer.ALL.stream().map(Offer::protocol).distinct().toList()),
                    "How it speaks",
                    Effect.AFTER_RESTART);

    private static final Section<Limits> LIMITS =
            Section.of("", "How much.", Limits.defaults())
                    .with(
                            Setting.of(
                                            "max-clients",
                                            Quantity.CLIENTS,
                                            "Clients served at once",
                                            Effect.AT_ONCE)
                                    .option("--max-clients", "N"),
                            Limits::running,
                            Limits::running)
                    .with(
                            Setting.of(
                                            "max-waiting",
                                            Quantity.WAITING,
                                            "Clients that may wait for their turn",
                                            Effect.AT_ONCE)
                                    .option("--max-waiting", "N"),
                            Limits::waiting,
                            Limits::waiting)
                    .with(
                            time(
                                            "patience",
                                            "How long a client may wait",
                                            LEAST,
                                            DAY,
                                            Effect.AT_ONCE)
                                    .option("--patience", "SECONDS", Quantity.PATIENCE),
                            Limits::patience,
                            Limits::patience)
                    .with(
                            Setting.of(
                                            "max-per-address",
                                            Quantity.PER_ADDRESS,
                                            "Clients of one address, running and waiting",
                                            Effect.AT_ONCE)
                                    .option("--max-per-address", "N"),
                            Limits::perAddress,
                            Limits::perAddress)
                    .with(
                            time(
                                    "retry-after",
                                    "What a client that is turned away is advised to wait",
                                    Duration.ZERO,
                                    DAY,
                                    Effect.AT_ONCE),
                            Limits::retryAfter,
                            Limits::retryAfter)
                    .with(
                            Setting.of(
                                    "max-message",
                                    Kind.bytes(1, GIB),
                                    "The longest request, or line of one",
                                    Effect.FOR_NEW_CLIENTS),
                            limits -> (long) limits.message(),
                            (limits, bytes) -> limits.message(Math.toIntExact(bytes)))
                    .with(
                            Setting.of(
                                    "max-unread",
                                    Kind.bytes(1024, GIB),
                                    "How much a client may send ahead before it is slowed down",
                                    Effect.FOR_NEW_CLIENTS),
                            limits -> (long) limits.unread(),
                            (limits, bytes) -> limits.unread(Math.toIntExact(bytes)))
                    .with(
                            Setting.of(
                                    "max-outbox",
                                    Kind.whole(1, 1_000_000),
                                    "Messages that may wait to be pushed to one client",
                                    Effect.FOR_NEW_CLIENTS),
                            Limits::outbox,
                            Limits::outbox);

    private static final Section<Deadlines> DEADLINES =
            Section.of("", "How long.", Deadlines.defaults())
                    .with(
                            time("handshake", "How long TLS may take to be agreed on"),
                            Deadlines::handshake,
                            Deadlines::handshake)
                    .with(
                            time("first-byte", "How long a client may take to begin"),
                            Deadlines::firstByte,
                            Deadlines::firstByte)
                    .with(
                            time("request", "How long a request may take to arrive, once begun"),
                            Deadlines::request,
                            Deadlines::request)
                    .with(
                            time("idle", "How long a client may be silent between two requests"),
                            Deadlines::idle,
                            Deadlines::idle)
                    .with(
                            time("answer", "How long a service may take for an answer"),
                            Deadlines::service,
                            Deadlines::service)
                    .with(
                            time("write", "How long a client may take to read 64K of an answer"),
                            Deadlines::write,
                            Deadlines::write)
                    .with(
                            time(
                                            "grace",
                                            "How long clients may take to finish at the stop",
                                            Duration.ZERO,
                                            DAY,
                                            Effect.AT_ONCE)
                                    .option("--grace", "SECONDS", Kind.seconds(Duration.ZERO, DAY)),
                            Deadlines::drain,
                            Deadlines::drain);

    /** What every listener has. */
    static final Section<ListenerSettings> LISTENER =
            Section.of(
                            "all-listeners",
                            "What holds for every listener that says nothing else.",
                            ListenerSettings.of("echo", Offer.of("echo", "lines")))
                    .with(
                            Setting.of(
                                    "open",
                                    Kind.flag(),
                                    "Whether it is opened",
                                    Effect.AFTER_RESTART),
                            ListenerSettings::isOpen,
                            ListenerSettings::open)
                    .with(
                            Setting.of(
                                            "bind",
                                            Kind.address(),
                                            "The address to listen on; 0.0.0.0 for all",
                                            Effect.AFTER_RESTART)
                                    .option("--bind", "ADDR"),
                            ListenerSettings::host,
                            ListenerSettings::host)
                    .within(LIMITS, ListenerSettings::limits, ListenerSettings::limits)
                    .within(DEADLINES, ListenerSettings::deadlines, ListenerSettings::deadlines)
                    .with(
                            Setting.of(
                                    "certificate",
                                    Kind.optional(Kind.path()),
                                    "A PEM file with the server's certificate and those that signed"
                                            + " it; then it speaks TLS",
                                    Effect.AFTER_RESTART),
                            listener -> Optional.ofNullable(listener.pem().certificate()),
                            (listener, file) -> listener.certificate(file.orElse(null)))
                    .with(
                            Setting.of(
                                    "key",
                                    Kind.optional(Kind.path()),
                                    "The PEM file with the key of the certificate",
                                    Effect.AFTER_RESTART),
                            listener -> Optional.ofNullable(listener.pem().key()),
                            (listener, file) -> listener.key(file.orElse(null)));

    /** What a listener has for itself alone. */
    static final Section<ListenerSettings> OWN =
            Section.of("listeners", "A listener.", LISTENER.usual())
                    .with(
                            Setting.of(
                                    "port",
                                    Quantity.PORT,
                                    "Where it listens; 0 lets the system choose",
                                    Effect.AFTER_RESTART),
                            ListenerSettings::port,
                            ListenerSettings::port);

    private ListenerSections() {}

    /** What a listener of this offer has otherwise than others, each as in a file. */
    static List<String> peculiarities(Offer offer) {
        var usual = LISTENER.declarations();
        var settings = ListenerSettings.of(offer.name(), offer);
        return LISTENER.declarations(LISTENER.prefix(), settings).stream()
                .filter(declaration -> !usual.contains(declaration))
                .map(Declaration::assignment)
                .toList();
    }

    private static Setting<Duration> time(String key, String description) {
        return time(key, description, LEAST, YEAR, Effect.FOR_NEW_CLIENTS);
    }

    private static Setting<Duration> time(
            String key, String description, Duration least, Duration most, Effect effect) {
        return Setting.of(key, Kind.duration(least, most), description, effect);
    }
}
