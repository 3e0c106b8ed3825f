package dev.usher.bench.micro;

import dev.usher.Limits;
import dev.usher.TimeSource;
import dev.usher.admission.Admission;
import dev.usher.admission.Ticket;
import dev.usher.admission.Verdict;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Clients that come and go, without connections. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AdmissionBenchmark {
    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

    private final Admission<String> roomy = new Admission<>(Limits.defaults(), TimeSource.system());

    /** A client for whom there is room comes and goes. */
    @Benchmark
    public Object room() {
        return comeAndGo();
    }

    /** As {@link #room}, by two threads at once. */
    @Benchmark
    @Threads(2)
    public Object roomForTwo() {
        return comeAndGo();
    }

    private Object comeAndGo() {
        return switch (roomy.arrive("client", ADDRESS)) {
            case Verdict.Run<String>(var ticket, var _) -> roomy.release(ticket);
            case Verdict.Wait<String> wait -> wait;
            case Verdict.Refuse<String> refuse -> refuse;
        };
    }

    /** A listener with one place and a hundred who wait. */
    @State(Scope.Thread)
    public static class Full {
        private static final int WAITING = 100;

        private final Admission<String> admission =
                new Admission<>(Limits.defaults().running(1), TimeSource.system());
        private final Queue<Ticket<String>> running = new ArrayDeque<>();

        /** Fills it. */
        @Setup
        public void fill() {
            for (int i = 0; i <= WAITING; i++) {
                arrive();
            }
        }

        void arrive() {
            if (admission.arrive("client", ADDRESS) instanceof Verdict.Run<String> run) {
                running.add(run.ticket());
            }
        }

        void next() {
            running.addAll(admission.release(running.remove()));
        }
    }

    /** A client joins the queue, and the one that has waited longest gets a place. */
    @Benchmark
    public void queue(Full full) {
        full.arrive();
        full.next();
    }
}
