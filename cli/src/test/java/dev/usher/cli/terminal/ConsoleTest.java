package dev.usher.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.cli.log.Transcript;
import dev.usher.cli.offer.Printout;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

class ConsoleTest {
    @Test
    void linesOfManyThreadsStayWhole() throws Exception {
        var transcript = new Transcript();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            var line = ("" + i).repeat(100);
            threads.add(
                    Thread.startVirtualThread(() -> {
                        for (int n = 0; n < 500; n++) {
                            transcript.console().say(line);
                        }
                    }));
        }
        for (var thread : threads) {
            thread.join();
        }

        var lines = transcript.lines();
        assertThat(lines).hasSize(4_000).allMatch(line -> line.matches("(\\d)\\1{99}"));
    }

    @Test
    void aStuckTerminalHoldsNobodyUpAndIsToldWhatItMissed() {
        var unstuck = new CountDownLatch(1);
        var written = new StringWriter();
        var console =
                new Console(
                        new PrintWriter(new StuckWriter(written, unstuck)),
                        count -> Words.count(count, "line") + " left out here");

        for (int i = 0; i < 30_000; i++) {
            console.chat("chatter");
        }
        console.say("news");
        unstuck.countDown();
        console.close();

        var lines = written.toString().lines().toList();
        long shown = lines.stream().filter("chatter"::equals).count();
        long leftOut = lines.stream().mapToLong(ConsoleTest::leftOut).sum();
        assertThat(lines).contains("news");
        assertThat(shown).isPositive();
        assertThat(leftOut).isPositive();
        assertThat(shown + leftOut).isEqualTo(30_000);
    }

    @Test
    void aLineIsPrintedBeforeTheOneWhoHasItGoesOn() {
        var written = new StringWriter();
        try (var printout = new Printout(new PrintWriter(written))) {
            for (int i = 0; i < 100; i++) {
                printout.accept("line " + i);
                assertThat(written.toString()).endsWith("line " + i + "\n");
            }
        }
    }

    @Test
    void whatNobodyReadsHoldsUpNobodyForLong() {
        var unstuck = new CountDownLatch(1);
        var written = new StringWriter();
        var printout = new Printout(new PrintWriter(new StuckWriter(written, unstuck)));

        for (int i = 0; i < 1_000; i++) {
            printout.accept("line " + i); // or the test takes too long
        }
        unstuck.countDown();
        printout.close();

        assertThat(written.toString().lines())
                .hasSize(1_000)
                .startsWith("line 0", "line 1")
                .endsWith("line 999");
    }

    private static long leftOut(String line) {
        var told = Pattern.compile("(.*) lines? left out here").matcher(line);
        return told.matches() ? Long.parseLong(told.group(1).replace(",", "")) : 0;
    }

    /** Takes nothing until a latch opens. */
    private static final class StuckWriter extends Writer {
        private final Writer behind;
        private final CountDownLatch unstuck;

        StuckWriter(Writer behind, CountDownLatch unstuck) {
            this.behind = behind;
            this.unstuck = unstuck;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            boolean interrupted = false;
            while (unstuck.getCount() > 0) {
                try {
                    unstuck.await();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            behind.write(text, from, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
