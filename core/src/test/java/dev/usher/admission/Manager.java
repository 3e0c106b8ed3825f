package dev.usher.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * The admission as a teacher would write it on the board: two lists and no thought of speed. What
 * the real one does is compared with this, step by step.
 */
final class Manager {
    int runningLimit;
    int waitingLimit;
    int perAddress = Integer.MAX_VALUE;
    long patience = Long.MAX_VALUE;
    long now;
    final List<Client> running = new ArrayList<>();
    final List<Client> waiting = new ArrayList<>();

    record Client(int number, int address, long arrived) {}

    Manager(int runningLimit, int waitingLimit) {
        this.runningLimit = runningLimit;
        this.waitingLimit = waitingLimit;
    }

    /** What the client is told: run, wait or refuse. */
    String arrive(int number, int address) {
        var client = new Client(number, address, now);
        long ofAddress = count(running, address) + count(waiting, address);
        if (ofAddress >= perAddress) {
            return "refuse";
        }
        if (running.size() < runningLimit) {
            running.add(client);
            return "run";
        }
        if (waiting.size() < waitingLimit) {
            waiting.add(client);
            return "wait";
        }
        return "refuse";
    }

    private static long count(List<Client> clients, int address) {
        return clients.stream().filter(client -> client.address() == address).count();
    }

    List<Integer> release(int number) {
        return running.removeIf(client -> client.number() == number) ? admit() : List.of();
    }

    boolean leave(int number) {
        return waiting.removeIf(client -> client.number() == number);
    }

    List<Integer> expire() {
        var expired =
                waiting.stream().filter(client -> now - client.arrived() >= patience).toList();
        waiting.removeAll(expired);
        return expired.stream().map(Client::number).toList();
    }

    List<Integer> limits(int running, int waiting) {
        runningLimit = running;
        waitingLimit = waiting;
        return admit();
    }

    private List<Integer> admit() {
        var admitted = new ArrayList<Integer>();
        while (!waiting.isEmpty() && running.size() < runningLimit) {
            var next = waiting.removeFirst();
            running.add(next);
            admitted.add(next.number());
        }
        return admitted;
    }
}
