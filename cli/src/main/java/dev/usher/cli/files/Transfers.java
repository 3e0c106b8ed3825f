package dev.usher.cli.files;

import dev.usher.TimeSource;
import dev.usher.cli.terminal.Sentence;
import dev.usher.cli.terminal.Terminal;
import dev.usher.cli.terminal.Words;
import dev.usher.services.files.client.FilesClient;
import dev.usher.services.files.client.FilesException;
import dev.usher.services.files.client.Progress;
import dev.usher.services.text.HarmlessText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does several things with a files server, some of them at once. Each result is a line on stdout,
 * each failure one on stderr, and the others go on; but once patience is over with the server,
 * nothing more is begun. Where stderr is a terminal, it shows how far it is.
 */
final class Transfers {
    private final FilesServer server;
    private final CommandLine command;
    private final ConcurrentLinkedQueue<Job> jobs;
    private final int count;
    private final AtomicInteger successes = new AtomicInteger();
    private volatile boolean gaveUp;

    /**
     * Something to do.
     *
     * @param name what people know it by
     */
    record Job(String name, Work work) {}

    /** How it is done. */
    interface Work {
        /** Returns the line to show, or {@code null} if there is nothing to say. */
        @Nullable String by(FilesClient client, Progress progress) throws IOException;
    }

    Transfers(FilesServer server, CommandLine command, List<Job> jobs) {
        this.server = server;
        this.command = command;
        this.jobs = new ConcurrentLinkedQueue<>(jobs);
        count = jobs.size();
    }

    /** Does all of it, so many at once; returns the exit code. */
    int run(int parallel) {
        try (var line =
                        ProgressLine.on(
                                command.getErr(), Terminal.isStderr(), count, TimeSource.system());
                var client = server.client()) {
            try (var workers = Executors.newFixedThreadPool(Math.min(parallel, count))) {
                for (int i = 0; i < Math.min(parallel, count); i++) {
                    workers.execute(() -> work(client, line));
                }
            }
            int untried = jobs.size();
            if (untried > 0) {
                line.aside(() -> complain(Words.count(untried, "more file") + " not tried"));
            }
        }
        return successes.get() == count ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void work(FilesClient client, ProgressLine line) {
        while (!gaveUp) {
            var job = jobs.poll();
            if (job == null) {
                return;
            }
            work(job, client, line);
        }
    }

    private void work(Job job, FilesClient client, ProgressLine line) {
        try (var shown = line.begin(job.name())) {
            var result = job.work().by(client, shown);
            if (result != null) {
                line.aside(() -> tell(result));
            }
            successes.incrementAndGet();
        } catch (IOException | RuntimeException failed) {
            if (failed instanceof FilesException.GaveUp
                    || failed instanceof FilesException.Unreachable) {
                gaveUp = true;
            }
            line.aside(() -> complain(job.name() + ": " + sentence(failed)));
        }
    }

    private void tell(String line) {
        command.getOut().print(line + "\n");
        command.getOut().flush();
    }

    private void complain(String sentence) {
        command.getErr().println("usher: " + HarmlessText.of(sentence));
    }

    /** What a failure says to people; those of files here say little by themselves. */
    private String sentence(Exception failed) {
        return switch (failed) {
            case NoSuchFileException none when none.getReason() == null ->
                    "there is no file " + none.getFile();
            case FilesException there -> server.sentence(there);
            default -> Sentence.of(failed);
        };
    }
}
