package dev.usher.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Failure;
import dev.usher.Limits;
import dev.usher.Occupancy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AdmissionTest {
    private static final InetAddress HOME = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress AWAY = InetAddress.ofLiteral("127.0.0.2");

    private long now;
    private final Limits limits = Limits.defaults().running(1).waiting(2);
    private final Admission<String> admission = new Admission<>(limits, () -> now);

    @Test
    void aRefusalSaysHowFullItIsAndWhenToComeBack() {
        arrive("a");
        arrive("b");
        arrive("c");
        assertThat(arrive("d"))
                .isEqualTo(
                        new Verdict.Refuse<String>(
                                new Failure.Busy(
                                        Failure.Full.EVERYTHING_TAKEN,
                                        new Occupancy(1, 1, 2, 2),
                                        Duration.ofSeconds(2))));
    }

    @Test
    void anAddressWithItsShareIsRefusedWhileOthersComeIn() {
        admission.limits(limits.perAddress(1));
        arrive("a");
        assertThat(failure(arrive("b")))
                .isInstanceOfSatisfying(
                        Failure.Busy.class,
                        busy ->
                                assertThat(busy.full())
                                        .isEqualTo(Failure.Full.ADDRESS_HAS_ITS_SHARE));
        assertThat(admission.arrive("c", AWAY)).isInstanceOf(Verdict.Wait.class);
    }

    @Test
    void anAddressGetsItsShareBackWhenAClientEndsInAnyWay() {
        admission.limits(limits.perAddress(2).patience(Duration.ofMillis(1)));
        var running = ticket(arrive("a"));
        var waiting = ticket(arrive("b"));
        assertThat(arrive("c")).isInstanceOf(Verdict.Refuse.class);
        admission.leave(waiting);
        assertThat(ticket(arrive("c")).client()).isEqualTo("c");
        now += 1_000_000;
        assertThat(admission.expire()).extracting(Ticket::client).containsExactly("c");
        admission.release(running);
        arrive("d");
        assertThat(arrive("e")).isInstanceOf(Verdict.Wait.class);
    }

    @Test
    void aTicketCountsOnceHoweverOftenItIsGivenBack() {
        var first = ticket(arrive("a"));
        arrive("b");
        arrive("c");
        assertThat(admission.release(first)).extracting(Ticket::client).containsExactly("b");
        assertThat(admission.release(first)).isEmpty();
        assertThat(admission.leave(first)).isFalse();
        assertThat(admission.occupancy()).isEqualTo(new Occupancy(1, 1, 1, 2));
    }

    @Test
    void patienceEndsExactlyWhenItIsOver() {
        arrive("a");
        arrive("b");
        now = limits.patience().toNanos() - 1;
        assertThat(admission.expire()).isEmpty();
        now++;
        assertThat(admission.expire()).extracting(Ticket::client).containsExactly("b");
        assertThat(admission.expire()).isEmpty();
    }

    @Test
    void thoseWhoLostPatienceAreToldSo() {
        assertThat(admission.impatience())
                .isEqualTo(
                        new Failure.Busy(
                                Failure.Full.WAITED_TOO_LONG,
                                new Occupancy(0, 1, 0, 2),
                                limits.retryAfter()));
    }

    @Test
    void moreRoomLetsThoseInWhoWaitLongest() {
        arrive("a");
        arrive("b");
        arrive("c");
        assertThat(admission.limits(limits.running(2)))
                .extracting(Ticket::client)
                .containsExactly("b");
        assertThat(admission.limits()).isEqualTo(limits.running(2));
    }

    @Test
    void lessRoomThrowsNobodyOutAndLetsNobodyInUntilThereIsPlace() {
        admission.limits(limits.running(2));
        var first = ticket(arrive("a"));
        var second = ticket(arrive("b"));
        arrive("c");
        assertThat(admission.limits(limits)).isEmpty();
        assertThat(admission.release(first)).isEmpty();
        assertThat(admission.release(second)).extracting(Ticket::client).containsExactly("c");
    }

    @Test
    void aDrainEmptiesTheQueueInOrderAndRefusesThoseWhoCome() {
        var running = ticket(arrive("a"));
        var waiting = ticket(arrive("b"));
        arrive("c");
        assertThat(admission.drain()).extracting(Ticket::client).containsExactly("b", "c");
        assertThat(admission.leave(waiting)).isFalse();
        assertThat(failure(arrive("d"))).isEqualTo(new Failure.Draining(limits.retryAfter()));
        assertThat(admission.release(running)).isEmpty();
        assertThat(admission.occupancy()).isEqualTo(new Occupancy(0, 1, 0, 2));
    }

    @Test
    void noOperationKeepsTheOthersOut() throws InterruptedException {
        var running = ticket(arrive("a"));
        var waiting = ticket(arrive("b"));
        List<Runnable> operations =
                List.of(
                        () -> arrive("c"),
                        () -> admission.leave(waiting),
                        () -> admission.release(running),
                        admission::expire,
                        admission::impatience,
                        admission::limits,
                        () -> admission.limits(limits),
                        admission::occupancy,
                        admission::drain);
        for (var operation : operations) {
            operation.run();
            var other = Thread.startVirtualThread(admission::occupancy);
            assertThat(other.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void aTicketKnowsItsClientAndWhenItCame() {
        now = 42;
        var ticket = ticket(arrive("a"));
        assertThat(ticket.client()).isEqualTo("a");
        assertThat(ticket.arrived()).isEqualTo(42);
    }

    private Verdict<String> arrive(String client) {
        return admission.arrive(client, HOME);
    }

    private static Ticket<String> ticket(Verdict<String> verdict) {
        return switch (verdict) {
            case Verdict.Run(var ticket, _) -> ticket;
            case Verdict.Wait(var ticket, _) -> ticket;
            case Verdict.Refuse(var failure) -> throw new AssertionError(failure);
        };
    }

    private static Failure failure(Verdict<String> verdict) {
        return ((Verdict.Refuse<String>) verdict).failure();
    }
}
