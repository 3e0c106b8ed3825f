package dev.usher.cli.settings;

import dev.usher.cli.config.Kind;
import dev.usher.cli.config.Section;
import dev.usher.cli.config.Setting;
import dev.usher.cli.config.Setting.Effect;
import dev.usher.cli.log.LogChoice;
import dev.usher.cli.log.LogSettings;
import dev.usher.services.files.StoreLimits;
import dev.usher.storage.database.TableLimits;
import dev.usher.storage.telemetry.Retention;

import org.slf4j.event.Level;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that can be set of a server. Each setting is declared here and nowhere else: its option, its
 * help, its place in a file, its range, its line in the reference. The defaults are those of the
 * values that are set.
 */
final class Settings {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final long MOST_BYTES = 1L << 50;

    static final Section<ServerSettings> SERVER =
            Section.of("", "The server as a whole.", ServerSettings.defaults())
                    .with(
                            Setting.of(
                                            "data",
                                            Kind.path(),
                                            "The folder of services that keep something",
                                            Effect.AFTER_RESTART)
                                    .option("--data", "DIR"),
                            ServerSettings::data,
                            ServerSettings::data)
                    .with(
                            Setting.of(
                                            "database",
                                            Kind.optional(DatabaseUrl.IN_FILES),
                                            "A PostgreSQL server for what services keep in tables,"
                                                    + " such as"
                                                    + " jdbc:postgresql://HOST/DATABASE?user=USER"
                                                    + " (files in the data folder)",
                                            Effect.AFTER_RESTART)
                                    .option("--database", "URL", Kind.optional(DatabaseUrl.ANY)),
                            server -> Optional.ofNullable(server.database()),
                            (server, url) -> server.database(url.orElse(null)))
                    .with(
                            Setting.of(
                                            "admin",
                                            Kind.optional(Kind.path()),
                                            "The socket for 'usher status' and the like (admin.sock"
                                                    + " in the data folder, if a service keeps"
                                                    + " something there)",
                                            Effect.AFTER_RESTART)
                                    .option("--admin", "FILE"),
                            server -> Optional.ofNullable(server.admin()),
                            (server, socket) -> server.admin(socket.orElse(null)))
                    .with(
                            Setting.of(
                                    "engine",
                                    Kind.word(
                                            List.of(
                                                    ServerSettings.BEST_ENGINE,
                                                    "portable",
                                                    "carrier",
                                                    "uring")),
                                    "What runs the threads of clients; best is the last of"
                                            + " these that Java and the system grant",
                                    Effect.AFTER_RESTART),
                            ServerSettings::engine,
                            ServerSettings::engine);

    static final Section<StoreLimits> FILES =
            Section.of("files", "What the service files may keep.", StoreLimits.defaults())
                    .with(
                            Setting.of(
                                            "max-file-size",
                                            Kind.bytes(1, MOST_BYTES),
                                            "The largest file, such as 500M",
                                            Effect.AFTER_RESTART)
                                    .option("--max-file-size", "BYTES"),
                            StoreLimits::fileSize,
                            StoreLimits::fileSize)
                    .with(
                            Setting.of(
                                            "max-store-size",
                                            Kind.bytes(1, MOST_BYTES),
                                            "All files, and uploads in progress",
                                            Effect.AFTER_RESTART)
                                    .option("--max-store-size", "BYTES"),
                            StoreLimits::storeSize,
                            StoreLimits::storeSize)
                    .with(
                            Setting.of(
                                    "max-files",
                                    Kind.whole(1, 1_000_000_000),
                                    "How many files there may be",
                                    Effect.AFTER_RESTART),
                            StoreLimits::files,
                            StoreLimits::files)
                    .with(
                            Setting.of(
                                    "max-uploads",
                                    Kind.whole(1, 1_000_000),
                                    "Uploads at once",
                                    Effect.AFTER_RESTART),
                            StoreLimits::uploads,
                            StoreLimits::uploads)
                    .with(
                            Setting.of(
                                    "max-downloads",
                                    Kind.whole(1, 1_000_000),
                                    "Downloads at once",
                                    Effect.AFTER_RESTART),
                            StoreLimits::downloads,
                            StoreLimits::downloads)
                    .with(
                            Setting.of(
                                            "keep-broken",
                                            Kind.duration(Duration.ZERO, YEAR),
                                            "How long a broken upload is kept to be resumed",
                                            Effect.AFTER_RESTART)
                                    .option(
                                            "--keep-broken",
                                            "SECONDS",
                                            Kind.seconds(Duration.ZERO, YEAR)),
                            StoreLimits::resumable,
                            StoreLimits::resumable);

    static final Section<TableLimits> TABLES =
            Section.of("tables", "What the service database may keep.", TableLimits.defaults())
                    .with(
                            Setting.of(
                                            "max-size",
                                            Kind.bytes(1, MOST_BYTES),
                                            "All tables that clients make, such as 500M",
                                            Effect.AFTER_RESTART)
                                    .option("--max-tables-size", "BYTES"),
                            TableLimits::size,
                            TableLimits::size);

    static final Section<Retention> TELEMETRY =
            Section.of(
                            "telemetry",
                            "How much the service telemetry keeps; the oldest goes first.",
                            Retention.defaults())
                    .with(
                            Setting.of(
                                            "keep",
                                            Kind.duration(
                                                    Duration.ofMinutes(1), Duration.ofDays(36_500)),
                                            "How long readings and commands are kept",
                                            Effect.AFTER_RESTART)
                                    .option(
                                            "--keep",
                                            "DAYS",
                                            Kind.days(
                                                    Duration.ofMillis(86_400),
                                                    Duration.ofDays(36_500))),
                            Retention::age,
                            Retention::age)
                    .with(
                            Setting.of(
                                            "keep-size",
                                            Kind.bytes(1, MOST_BYTES),
                                            "All readings together, such as 500M",
                                            Effect.AFTER_RESTART)
                                    .option("--keep-size", "BYTES"),
                            Retention::bytes,
                            Retention::bytes)
                    .with(
                            Setting.of(
                                    "max-commands",
                                    Kind.whole(1, 1_000_000_000),
                                    "How many commands to devices are kept",
                                    Effect.AFTER_RESTART),
                            Retention::commands,
                            Retention::commands);

    static final Section<Integer> COUNTER =
            Section.of("counter", "The service counter.", 0)
                    .with(
                            Setting.of(
                                            "work",
                                            Kind.whole(0, 1_000_000_000),
                                            "Numbers that it adds up for each increment",
                                            Effect.AFTER_RESTART)
                                    .option("--work", "N"),
                            work -> work,
                            (_, work) -> work);

    static final Section<LogChoice> LOGGING =
            Section.of("logging", "What the server says of itself.", LogChoice.defaults())
                    .with(
                            Setting.of(
                                            "format",
                                            Kind.word(List.of("text", "json")),
                                            "The form of what is logged: text, or json for an"
                                                    + " object in each line",
                                            Effect.AFTER_RESTART)
                                    .option("--log", "FORMAT"),
                            log -> log.format().name().toLowerCase(Locale.ROOT),
                            (log, name) ->
                                    log.format(
                                            LogSettings.Format.valueOf(
                                                    name.toUpperCase(Locale.ROOT))))
                    .with(
                            Setting.of(
                                            "level",
                                            Kind.optional(
                                                    Kind.word(
                                                            List.of(
                                                                    "error", "warn", "info",
                                                                    "debug"))),
                                            "What is logged: error, warn, info (each client that"
                                                    + " left) or debug (all) (warn, with json info,"
                                                    + " with -v debug)",
                                            Effect.AFTER_RESTART)
                                    .option("--log-level", "LEVEL"),
                            log ->
                                    Optional.ofNullable(log.level())
                                            .map(level -> level.name().toLowerCase(Locale.ROOT)),
                            (log, name) ->
                                    log.level(
                                            name.map(word ->
                                                            Level.valueOf(
                                                                    word.toUpperCase(Locale.ROOT)))
                                                    .orElse(null)));

    /** The sections of which there is one, in the order in which people read them. */
    static final List<Section<?>> SINGLE =
            List.of(SERVER, FILES, TABLES, TELEMETRY, COUNTER, LOGGING);

    private Settings() {}
}
