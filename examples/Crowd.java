import static java.util.Locale.ROOT;

import dev.usher.Limits;
import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientEvent;
import dev.usher.client.ClientLimits;
import dev.usher.client.Dialect;
import dev.usher.protocol.Lines;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A crowd before a small server: a thousand clients, of which it serves twenty at a time and lets
 * twenty wait. The others are told to come back after 2 s. Prints how many tried in each second and
 * how many of them found a place, and draws that if it is given the name of a file. Ends with exit
 * code 1 if one was not served, or came back sooner than it was told.
 *
 * <pre>{@code java -cp … examples/Crowd.java crowd.svg}</pre>
 */
void main(String[] arguments) throws Exception {
    try (var server =
                    Server.on(0)
                            .limits(
                                    Limits.defaults()
                                            .running(20)
                                            .waiting(20)
                                            .perAddress(CLIENTS)
                                            .retryAfter(ADVICE))
                            .answer(
                                    Lines.utf8(),
                                    line -> {
                                        Thread.sleep(100);
                                        return line;
                                    })
                            .start();
            var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        begun = System.nanoTime();
        var visits = new ArrayList<Future<Boolean>>();
        for (int i = 0; i < CLIENTS; i++) {
            var visitor = new Visitor("visitor " + i);
            visits.add(threads.submit(() -> visitor.visit(server.port())));
        }
        int served = 0;
        for (var visit : visits) {
            served += visit.get() ? 1 : 0;
        }
        report(served, arguments);
    }
}

static final int CLIENTS = 1_000;
static final Duration ADVICE = Duration.ofSeconds(2);
static final int SECONDS = 300;

static volatile long begun;

final AtomicIntegerArray attempts = new AtomicIntegerArray(SECONDS);
final AtomicIntegerArray refusals = new AtomicIntegerArray(SECONDS);
final AtomicInteger tooEarly = new AtomicInteger();
final AtomicLong soonest = new AtomicLong(Long.MAX_VALUE);

/** One of the crowd. Counts its attempts, and how long after a refusal it makes them. */
class Visitor {
    private final String name;
    private volatile long refused;

    Visitor(String name) {
        this.name = name;
    }

    boolean visit(int port) throws InterruptedException {
        var limits = ClientLimits.defaults().call(Duration.ofSeconds(SECONDS));
        try (var client =
                Client.to("127.0.0.1", port, Dialect.lines())
                        .limits(limits)
                        .events(this::watch)
                        .open()) {
            return client.call(name).equals(name);
        } catch (CallException failed) {
            IO.println(name + ": " + failed.getMessage());
            return false;
        }
    }

    private void watch(ClientEvent event) {
        long now = System.nanoTime();
        switch (event) {
            case ClientEvent.Connected _ -> {
                attempts.incrementAndGet(second(now));
                if (refused != 0) {
                    soonest.accumulateAndGet(now - refused, Math::min);
                    tooEarly.addAndGet(now - refused < ADVICE.toNanos() ? 1 : 0);
                }
            }
            case ClientEvent.Disconnected(CallException.Busy _) -> refused(now);
            case ClientEvent.Failed(CallException.Busy _) -> refused(now);
            default -> {}
        }
    }

    private void refused(long now) {
        refused = now;
        refusals.incrementAndGet(second(now));
    }
}

static int second(long time) {
    return (int) Math.min(SECONDS - 1, (time - begun) / 1_000_000_000);
}

void report(int served, String[] arguments) throws IOException {
    int last = SECONDS - 1;
    while (last > 0 && attempts.get(last) == 0) {
        last--;
    }
    IO.println("second  attempts  turned away");
    var rows = new ArrayList<int[]>();
    for (int second = 0; second <= last; second++) {
        rows.add(new int[] {attempts.get(second), refusals.get(second)});
        IO.println("%6d  %8d  %11d".formatted(second, attempts.get(second), refusals.get(second)));
    }
    IO.println("%,d of %,d served".formatted(served, CLIENTS));
    IO.println(
            "%d came back sooner than after %s; the soonest after %.3f s"
                    .formatted(tooEarly.get(), ADVICE, soonest.get() / 1e9));
    if (arguments.length > 0) {
        Files.writeString(Path.of(arguments[0]), svg(rows));
    }
    if (served < CLIENTS || tooEarly.get() > 0) {
        System.exit(1);
    }
}

/** Bars of attempts in each second: below who found a place, above who was turned away. */
String svg(List<int[]> rows) {
    int step = 36;
    int high = 200;
    int most = rows.stream().mapToInt(row -> row[0]).max().orElse(1);
    int width = 60 + step * rows.size() + 20;
    var bars = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
        int away = Math.min(rows.get(i)[0], rows.get(i)[1]);
        double all = (double) high * rows.get(i)[0] / most;
        double inside = all * (rows.get(i)[0] - away) / Math.max(1, rows.get(i)[0]);
        int x = 50 + step * i;
        bars.append(bar("away", x, 50 + high - all, all - inside));
        bars.append(bar("inside", x, 50 + high - inside, inside));
        bars.append(text(x + 13, 44 + high - all, "" + rows.get(i)[0]));
        bars.append(text(x + 13, 68 + high, "" + i));
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d 305" width="%d" role="img">
    <title>Attempts per second of 1,000 clients at a full server</title>
    <style>
      text { font: 12px system-ui, sans-serif; fill: #1f2328; text-anchor: middle; }
      .title { font-size: 15px; font-weight: 600; text-anchor: start; }
      .legend { text-anchor: start; }
      .inside { fill: #0969da; }
      .away { fill: #bf8700; }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; }
        .inside { fill: #4493f8; }
        .away { fill: #d29922; }
      }
    </style>
    <text class="title" x="10" y="20">Attempts per second; told to come back after 2 s</text>
    %s<rect class="inside" x="50" y="283" width="12" height="12"/>
    <text class="legend" x="67" y="293">found a place</text>
    <rect class="away" x="180" y="283" width="12" height="12"/>
    <text class="legend" x="197" y="293">turned away; seconds below the bars</text>
    </svg>
    """
            .formatted(width, width, bars);
}

static String bar(String kind, int x, double y, double height) {
    return String.format(
            ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%.1f\" width=\"26\" height=\"%.1f\"/>%n",
            kind,
            x,
            y,
            height);
}

static String text(int x, double y, String text) {
    return String.format(ROOT, "<text x=\"%d\" y=\"%.1f\">%s</text>%n", x, y, text);
}
