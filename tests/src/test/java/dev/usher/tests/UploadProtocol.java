package dev.usher.tests;

import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Peer;
import dev.usher.Protocol;
import dev.usher.protocol.Lines;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lines, some of which ({@code put 5}) are followed by so many raw bytes. */
final class UploadProtocol implements Protocol<String, String> {
    static final String PUT = "put ";

    private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
    private final Set<Thread> asked = ConcurrentHashMap.newKeySet();

    @Override
    public Codec<String, String> codec(Peer peer) {
        var lines = Lines.utf8().codec(peer);
        return new Codec<>() {
            @Override
            public @Nullable String read(Input input) throws IOException {
                readers.add(Thread.currentThread());
                return lines.read(input);
            }

            @Override
            public boolean exclusive(String request) {
                asked.add(Thread.currentThread());
                return request.startsWith(PUT);
            }

            @Override
            public void write(Output output, String line) throws IOException {
                lines.write(output, line);
            }

            @Override
            public @Nullable String failure(Failure failure, ByteBuffer unread) {
                return lines.failure(failure, unread);
            }
        };
    }

    /** The threads that have read requests. */
    Set<Thread> readers() {
        return readers;
    }

    /** The threads that have asked whether something follows a request. */
    Set<Thread> asked() {
        return asked;
    }

    /** How many bytes follow this request. */
    static long length(String request) {
        return Long.parseLong(request.substring(PUT.length()));
    }
}
