package dev.usher.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.TimeSource;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class ProgressLineTest {
    private final AtomicLong now = new AtomicLong();
    private final TimeSource time = now::get;
    private final StringWriter written = new StringWriter();

    private ProgressLine line(boolean isTerminal, int files) {
        return ProgressLine.on(new PrintWriter(written), isTerminal, files, time);
    }

    private void pass(Duration span) {
        now.addAndGet(span.toNanos());
    }

    @Test
    void tellsHowFarAndHowQuickAndHowLong() {
        try (var line = line(false, 1);
                var file = line.begin("notes.iso")) {
            assertThat(line.text()).isEqualTo("notes.iso");
            file.at(50 << 20, 150 << 20); // resumed: that is not its rate
            assertThat(line.text()).isEqualTo("notes.iso  33 %  50 MiB of 150 MiB");
            pass(Duration.ofSeconds(2));
            file.at(70 << 20, 150 << 20);
            assertThat(line.text())
                    .isEqualTo("notes.iso  46 %  70 MiB of 150 MiB  10 MiB/s  0:08 left");
        }
    }

    @Test
    void severalAreOneLine() {
        try (var line = line(false, 1_200)) {
            try (var done = line.begin("a")) {
                done.at(0, 1000);
            }
            try (var b = line.begin("b");
                    var c = line.begin("c")) {
                b.at(0, 1 << 20);
                c.at(1 << 19, 1 << 20);
                assertThat(line.text()).isEqualTo("1 of 1,200 files  25 %  512 KiB of 2.0 MiB");
            }
        }
    }

    @Test
    void aLongNameIsCut() {
        try (var line = line(false, 1);
                var _ = line.begin("x".repeat(100) + ".txt")) {
            assertThat(line.text()).isEqualTo("…" + "x".repeat(19) + ".txt");
        }
    }

    @Test
    void nothingIsWrittenWhereNobodyLooks() {
        try (var line = line(false, 1);
                var file = line.begin("a")) {
            file.at(1, 2);
            line.aside(() -> {});
        }
        assertThat(written.toString()).isEmpty();
    }

    @Test
    void theLineGivesWayAndIsGoneInTheEnd() {
        try (var line = line(true, 1)) {
            line.aside(() -> written.write("result\n"));
        }
        assertThat(written.toString()).contains("\r\033[Kresult\n").endsWith("\r\033[K");
    }
}
