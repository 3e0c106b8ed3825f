package dev.usher.services.files;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file that is open for reading, and what it was at that moment. Who reads it may share it with
 * others; whoever closes it last closes it for good.
 */
final class OpenFile implements AutoCloseable {
    private final FileChannel channel;
    private final Fingerprint content;
    private final AtomicInteger users = new AtomicInteger(1);

    OpenFile(FileChannel channel, Fingerprint content) {
        this.channel = channel;
        this.content = content;
    }

    FileChannel channel() {
        return channel;
    }

    Fingerprint content() {
        return content;
    }

    /**
     * For one more, who closes it too.
     *
     * @throws ClosedChannelException if everybody has
     */
    OpenFile share() throws ClosedChannelException {
        if (users.getAndUpdate(now -> now == 0 ? 0 : now + 1) == 0) {
            throw new ClosedChannelException();
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        if (users.decrementAndGet() == 0) {
            channel.close();
        }
    }
}
