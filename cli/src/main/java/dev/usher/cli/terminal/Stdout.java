package dev.usher.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * stdout. Writers hide what goes wrong; here it is noticed: a result that could not be written is
 * not one. Safe for use by many threads.
 */
public final class Stdout extends FilterOutputStream {
    private final Consumer<IOException> whenLost;
    private final AtomicBoolean lost = new AtomicBoolean();

    Stdout(OutputStream out, Consumer<IOException> whenLost) {
        super(out);
        this.whenLost = whenLost;
    }

    /**
     * A writer of UTF-8, like all that is sent and received, whatever the locale says.
     *
     * @param whenLost is told once, when something could not be written
     */
    public static PrintWriter writer(Consumer<IOException> whenLost) {
        return writer(new FileOutputStream(FileDescriptor.out), whenLost);
    }

    static PrintWriter writer(OutputStream out, Consumer<IOException> whenLost) {
        return new PrintWriter(new Stdout(out, whenLost), true, UTF_8);
    }

    /** Whether there is nobody on the other side any more, who so has had enough. */
    public static boolean isClosed(IOException lost) {
        return String.valueOf(lost.getMessage()).startsWith("Broken pipe");
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException failed) {
            if (!lost.getAndSet(true)) {
                whenLost.accept(failed);
            }
            throw failed;
        }
    }
}
