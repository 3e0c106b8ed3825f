package dev.usher.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The servers' processes, several of each that take turns, since no two are equally fast. Each is
 * started when it is first needed and goes on, so that it stays warm; without clients it uses no
 * processor. One that has died is started anew.
 */
final class Servers implements AutoCloseable {
    private record Key(String rival, Duration delay, int process) {}

    private final Path logs;
    private final int processes;
    private final Map<Key, RivalProcess> running = new HashMap<>();

    /**
     * None yet.
     *
     * @param logs the folder for what they say on standard error
     * @param processes of each server
     */
    Servers(Path logs, int processes) {
        this.logs = logs;
        this.processes = processes;
    }

    /** The running server for this cell, whose turn it is in this round. */
    RivalProcess warm(Cell cell, int round) throws IOException {
        var key = new Key(cell.rival().name(), cell.shape().delay(), round % processes);
        var process = running.get(key);
        if (process == null || !process.isAlive()) {
            process = fresh(cell);
            running.put(key, process);
        }
        return process;
    }

    /** A server of its own for this cell, which whoever asks closes. */
    RivalProcess fresh(Cell cell) throws IOException {
        var log = logs.resolve(cell.rival().name() + ".log");
        return new RivalProcess(cell.rival(), cell.shape().delay(), log);
    }

    @Override
    public void close() throws IOException {
        for (var process : running.values()) {
            process.close();
        }
    }
}
