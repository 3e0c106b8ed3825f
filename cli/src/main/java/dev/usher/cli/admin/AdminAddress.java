package dev.usher.cli.admin;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The options of commands that ask a running server: which one. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class AdminAddress {
    public static final String NAME = "admin.sock";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data folder of the server (./data).")
    private Path data;

    @Option(
            names = "--admin",
            paramLabel = "FILE",
            description = "The admin socket of the server (DIR/admin.sock).")
    private @Nullable Path socket;

    AdminLink link() {
        return new AdminLink(socket == null ? data.resolve(NAME) : socket);
    }
}
