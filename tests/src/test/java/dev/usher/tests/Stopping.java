package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.DrainReport;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ManualClock;
import dev.usher.testkit.ServerExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** A server that is told to stop, with requests that can be held. */
abstract class Stopping {
    static final String DRAINING = "BUSY retry-after=2 draining";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    final ManualClock clock = new ManualClock();
    final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    /** A task on a thread that can be interrupted. */
    record Running(FutureTask<DrainReport> task, Thread thread) {
        DrainReport get() throws Exception {
            return task.get();
        }

        boolean isDone() {
            return task.isDone();
        }
    }

    static Running start(Callable<DrainReport> drain) {
        var task = new FutureTask<>(drain);
        return new Running(task, Thread.ofVirtual().name("drainer").start(task));
    }

    static void assertReport(DrainReport report, int finished, int told, int cut) {
        assertThat(report).isEqualTo(new DrainReport(report.took(), finished, told, cut));
    }

    Listener listener() {
        return Server.on(0)
                .answer(
                        Lines.utf8(),
                        line -> {
                            switch (line) {
                                case "hold" -> gate.hold();
                                case "hold stubbornly" -> gate.holdStubbornly();
                                default -> {}
                            }
                            return line.equals("huge") ? "x".repeat(64 << 20) : line;
                        });
    }
}
