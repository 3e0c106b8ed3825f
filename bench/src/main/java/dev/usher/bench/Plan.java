package dev.usher.bench;

import dev.usher.bench.load.Shape;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is to be measured, and how.
 *
 * @param shapes under which
 * @param rivals which servers
 * @param processes of each server, which take turns
 * @param slices how many of each server and shape
 * @param seconds how long each of them is
 * @param warmUp how long each server is under each shape before its first slice
 * @param tolerance how many times as slow as at its best the machine may be
 * @param tries how often a slice is taken until the machine was not too slow
 * @param clientThreads how many threads drive the clients
 * @param seed of the order of the slices
 * @param work a folder for what is needed on the way
 */
record Plan(
        List<Shape> shapes,
        List<Rival> rivals,
        int processes,
        int slices,
        Duration seconds,
        Duration warmUp,
        double tolerance,
        int tries,
        int clientThreads,
        long seed,
        Path work) {

    Plan {
        if (processes < 1) {
            throw new IllegalArgumentException(
                    "each server needs at least one process, not " + processes);
        }
    }
}
