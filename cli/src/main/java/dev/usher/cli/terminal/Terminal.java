package dev.usher.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether somebody looks. */
public final class Terminal {
    private static final Path STDIN = Path.of("/proc/self/fd/0");
    private static final Path STDOUT = Path.of("/proc/self/fd/1");
    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Whether whoever looks wants colours, as the environment says (no-color.org). */
    public static boolean wantsColour(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }

    /** Whether stdin is typed at a terminal. */
    public static boolean isStdin() {
        return isShown(STDIN);
    }

    /** Whether stdout is shown on a terminal. */
    public static boolean isStdout() {
        return isShown(STDOUT);
    }

    /** Whether stderr is shown on a terminal that can rewrite a line. */
    public static boolean isStderr() {
        return !"dumb".equals(System.getenv("TERM")) && isShown(STDERR);
    }

    @SuppressWarnings("SystemConsoleNull") // its contract still says that there may be none
    private static boolean isShown(Path descriptor) {
        try {
            var file = Files.readSymbolicLink(descriptor).toString();
            return file.startsWith("/dev/pts/")
                    || file.startsWith("/dev/tty")
                    || file.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException notSuchASystem) {
            // The JDK asks about stdin and stdout only, which for stderr is a guess.
            var console = System.console();
            return console != null && console.isTerminal();
        }
    }
}
