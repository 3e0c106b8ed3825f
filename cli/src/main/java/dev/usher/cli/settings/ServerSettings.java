package dev.usher.cli.settings;

import dev.usher.Engine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a server as a whole needs to know; an immutable value.
 *
 * @param data the folder of what services keep
 * @param database the URL of a PostgreSQL server; {@code null} for files in the folder
 * @param admin the socket where the owner may ask; {@code null} for the one in the folder
 * @param engine the name of an engine, or {@link #BEST_ENGINE}
 */
public record ServerSettings(
        Path data, @Nullable String database, @Nullable Path admin, String engine) {
    /** Whichever engine suits this machine. */
    static final String BEST_ENGINE = "best";

    /** Of which nothing else is said. */
    static ServerSettings defaults() {
        return new ServerSettings(Path.of("data"), null, null, BEST_ENGINE);
    }

    ServerSettings data(Path folder) {
        return new ServerSettings(folder, database, admin, engine);
    }

    ServerSettings database(@Nullable String url) {
        return new ServerSettings(data, url, admin, engine);
    }

    ServerSettings admin(@Nullable Path socket) {
        return new ServerSettings(data, database, socket, engine);
    }

    ServerSettings engine(String name) {
        return new ServerSettings(data, database, admin, name);
    }

    /**
     * The engine of that name.
     *
     * @throws IOException with a sentence for people, if this Java or this system does not grant it
     */
    public Engine chosenEngine() throws IOException {
        if (engine.equals(BEST_ENGINE)) {
            return Engine.best();
        }
        var chosen = Engine.valueOf(engine.toUpperCase(Locale.ROOT));
        if (!chosen.isAvailable()) {
            throw new IOException(
                    "engine is %s, which needs %s".formatted(engine, chosen.requirements()));
        }
        return chosen;
    }

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
        return "ServerSettings[data=%s, admin=%s, engine=%s]".formatted(data, admin, engine);
    }
}
