package dev.usher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody looks. */
final class Terminal {
    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Whether stderr is shown on a terminal that can rewrite a line. */
    @SuppressWarnings("SystemConsoleNull") // its contract still says that there may be none
    static boolean isStderr() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            var file = Files.readSymbolicLink(STDERR).toString();
            return file.startsWith("/dev/pts/")
                    || file.startsWith("/dev/tty")
                    || file.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException notSuchASystem) {
            // The JDK asks about stdin and stdout only, which is a guess at stderr.
            var console = System.console();
            return console != null && console.isTerminal();
        }
    }
}
