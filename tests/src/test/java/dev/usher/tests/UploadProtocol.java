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

/** Lines, some of which ({@code put 5}) are followed by so many raw bytes. */
final class UploadProtocol implements Protocol<String, String> {
    static final String PUT = "put ";

    @Override
    public Codec<String, String> codec(Peer peer) {
        var lines = Lines.utf8().codec(peer);
        return new Codec<>() {
            @Override
            public @Nullable String read(Input input) throws IOException {
                return lines.read(input);
            }

            @Override
            public boolean exclusive(String request) {
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

    /** How many bytes follow this request. */
    static long length(String request) {
        return Long.parseLong(request.substring(PUT.length()));
    }
}
