package dev.usher.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Limits;
import dev.usher.Occupancy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An admission and the {@link Manager} side by side: both take every step, and must agree. */
final class Comparison {
    private final Manager manager;
    private final Admission<Integer> admission;
    private final List<Ticket<Integer>> tickets = new ArrayList<>();
    private Limits limits;
    private long now;

    Comparison(Limits limits) {
        this.limits = limits;
        manager = new Manager(limits.running(), limits.waiting());
        manager.patience = limits.patience().toNanos();
        manager.perAddress = limits.perAddress();
        admission = new Admission<>(limits, () -> now);
    }

    static Limits limits(int running, int waiting) {
        return Limits.defaults().running(running).waiting(waiting);
    }

    /** How many clients were given a ticket so far. */
    int tickets() {
        return tickets.size();
    }

    void arrive() {
        arrive(1);
    }

    void arrive(int address) {
        int number = tickets.size();
        var expected = manager.arrive(number, address);
        switch (admission.arrive(number, InetAddress.ofLiteral("10.0.0." + address))) {
            case Verdict.Run(var ticket, var occupancy) -> {
                assertThat(expected).isEqualTo("run");
                assertThat(occupancy).isEqualTo(occupancy());
                tickets.add(ticket);
            }
            case Verdict.Wait(var ticket, var occupancy) -> {
                assertThat(expected).isEqualTo("wait");
                assertThat(occupancy).isEqualTo(occupancy());
                tickets.add(ticket);
            }
            case Verdict.Refuse<Integer> _ -> assertThat(expected).isEqualTo("refuse");
        }
        check();
    }

    void release(int number) {
        assertThat(numbers(admission.release(tickets.get(number))))
                .isEqualTo(manager.release(number));
        check();
    }

    void leave(int number) {
        assertThat(admission.leave(tickets.get(number))).isEqualTo(manager.leave(number));
        check();
    }

    void advance(Duration time) {
        now += time.toNanos();
        manager.now = now;
    }

    void expire() {
        assertThat(numbers(admission.expire())).isEqualTo(manager.expire());
        check();
    }

    void limits(Limits changed) {
        limits = changed;
        assertThat(numbers(admission.limits(changed)))
                .isEqualTo(manager.limits(changed.running(), changed.waiting()));
        check();
    }

    void drain() {
        assertThat(numbers(admission.drain()))
                .isEqualTo(manager.waiting.stream().map(Manager.Client::number).toList());
        manager.waiting.clear();
        check();
    }

    private void check() {
        assertThat(admission.occupancy()).isEqualTo(occupancy());
        assertThat(manager.waiting.isEmpty() || manager.running.size() >= limits.running())
                .as("nobody waits while a place is free")
                .isTrue();
    }

    private Occupancy occupancy() {
        return new Occupancy(
                manager.running.size(), limits.running(), manager.waiting.size(), limits.waiting());
    }

    private static List<Integer> numbers(List<Ticket<Integer>> tickets) {
        return tickets.stream().map(Ticket::client).toList();
    }
}
