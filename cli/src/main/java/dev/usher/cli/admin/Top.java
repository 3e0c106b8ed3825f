package dev.usher.cli.admin;

import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.Version;

import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** The command {@code usher top}: watches what a server is doing. */
@Command(
        name = "top",
        description = "Shows what a running server and its busiest clients are doing; q leaves.",
        footer = {"  usher top", "  usher top --every 0.5 --admin /run/usher/admin.sock"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Top implements Callable<Integer> {
    private static final int CONTROL_C = 3;

    /** When to look again for the first time, for the first screen knows no rates. */
    private static final Duration FIRST = Duration.ofMillis(300);

    @Mixin private AdminAddress address;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            converter = Quantity.Look.class,
            defaultValue = "1",
            description = "How often to look (1).")
    private Duration every;

    @Override
    public Integer call() throws IOException {
        var link = address.link();
        var first = link.report("clients"); // while a failure can still be seen
        try (var terminal = TerminalBuilder.builder().system(true).dumb(false).build()) {
            var before = terminal.enterRawMode();
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.cursor_invisible);
            try {
                watch(link, first, terminal);
            } finally {
                leave(terminal, before);
            }
        } catch (IllegalStateException none) {
            throw new IOException("top needs a terminal; see 'usher status'", none);
        }
        return ExitCode.OK;
    }

    private static void leave(Terminal terminal, Attributes before) {
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.setAttributes(before);
        terminal.flush();
    }

    /** Draws until somebody wants to leave. */
    private void watch(AdminLink link, AdminReport first, Terminal terminal) throws IOException {
        var display = new Display(terminal, true);
        var before = first;
        var now = first;
        var pause = every.compareTo(FIRST) < 0 ? every : FIRST;
        boolean wanted = true;
        while (wanted) {
            draw(new TopScreen(before, now), terminal, display);
            long due = System.nanoTime() + pause.toNanos();
            for (long left = pause.toMillis(); wanted && left > 0; ) {
                int key = terminal.reader().read(Math.min(left, 100));
                wanted = key != 'q' && key != CONTROL_C && key != NonBlockingReader.EOF;
                if (hasResized(terminal)) {
                    draw(new TopScreen(before, now), terminal, display);
                }
                left = Duration.ofNanos(due - System.nanoTime()).toMillis();
            }
            pause = every;
            before = now;
            now = link.report("clients");
        }
    }

    private int rows;
    private int columns;

    private boolean hasResized(Terminal terminal) {
        return terminal.getRows() != rows || terminal.getColumns() != columns;
    }

    private void draw(TopScreen screen, Terminal terminal, Display display) {
        if (hasResized(terminal)) {
            rows = terminal.getRows();
            columns = terminal.getColumns();
            display.clear();
            display.resize(terminal);
        }
        var lines = screen.lines(columns, rows).stream().map(AttributedString::new).toList();
        display.update(lines, 0);
    }
}
