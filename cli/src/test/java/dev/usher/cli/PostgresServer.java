package dev.usher.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server in a process of its own, which can be stopped, killed and started again
 * with the same data on the same port. It lets in everybody, but the user {@code guarded}, and
 * those who may only ask, only with a password. Ends with this.
 */
public final class PostgresServer implements AutoCloseable {
    private final Path data;
    private final int port;
    private final String program;
    private Process process;

    private PostgresServer(Path data, int port, String program) {
        this.data = data;
        this.port = port;
        this.program = program;
    }

    /** Makes the server's data in this folder, and starts it. */
    public static PostgresServer in(Path folder) throws IOException, InterruptedException {
        var data = folder.resolve("postgres");
        int port;
        String program;
        try (var first =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .start()) {
            port = first.getPort();
            var pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            program =
                    ProcessHandle.of(Long.parseLong(pid))
                            .orElseThrow()
                            .info()
                            .command()
                            .orElseThrow();
        }
        var access = data.resolve("pg_hba.conf");
        Files.writeString(
                access,
                "host all guarded,/^usher_reader 127.0.0.1/32 scram-sha-256\n"
                        + Files.readString(access));
        var server = new PostgresServer(data, port, program);
        server.start();
        return server;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Where it is, for {@code --database}. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** The numbers of all its processes in the system. */
    public List<Long> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** What it has logged, changes of users among it. */
    public String log() throws IOException {
        return Files.readString(data.resolve("log"));
    }

    /** Starts it; returns when it answers. */
    public void start() throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        launch();
        while (!answers()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError(log());
            }
            if (!process.isAlive()) { // what is left of the one before still has the memory
                launch();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private void launch() throws IOException {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL does not run as root
        }
        command.addAll(List.of(program, "-D", data.toString(), "-p", "" + port));
        command.addAll(List.of("-c", "unix_socket_directories=", "-c", "shared_buffers=16MB"));
        command.addAll(List.of("-c", "log_statement=ddl"));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()))
                        .start();
    }

    private boolean answers() {
        try (var connection = DriverManager.getConnection(url() + "&loginTimeout=5")) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Stops it as an operator does who does not wait for clients. */
    public void stop() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
        process.waitFor();
    }

    /** Ends it without a word, and those of its processes that serve somebody. */
    public void kill() {
        var all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
