package dev.usher.services.files.client;

import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.Input;
import dev.usher.Output;
import dev.usher.Peer;
import dev.usher.Protocol;
import dev.usher.client.Dialect;
import dev.usher.protocol.Lines;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The protocol of files as a client speaks it: lines, and the bytes of files between them. */
final class FileLines implements Protocol<String, Request> {
    private static final long NOTHING = -1;

    private FileLines() {}

    /** What a client knows of it. A server without a place says so before it is asked. */
    static Dialect<Request, String> dialect() {
        return Dialect.of(new FileLines()).refusals(Answers::busy);
    }

    @Override
    public Codec<String, Request> codec(Peer peer) {
        return new OneConnection(peer);
    }

    /** Written to by one thread, and read by another. */
    private static final class OneConnection implements Codec<String, Request> {
        private final Peer peer;
        private final ConcurrentLinkedQueue<Request> asked = new ConcurrentLinkedQueue<>();

        OneConnection(Peer peer) {
            this.peer = peer;
        }

        @Override
        public void write(Output output, Request request) throws IOException {
            asked.add(request);
            output.writeUtf8(request.line());
            output.write('\n');
            if (request instanceof Request.Put put) {
                output.flush();
                long offset = begin(put);
                if (offset != NOTHING) {
                    put.sender().send(offset, output);
                }
            }
        }

        /** Waits until the other thread has read where to begin. */
        private long begin(Request.Put put) throws IOException {
            try {
                return put.go().get(put.silence().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                throw new IOException(
                        "no answer from %s within %s"
                                .formatted(peer.listener(), Attempts.seconds(put.silence())),
                        late);
            } catch (InterruptedException | ExecutionException over) {
                throw new IOException(over);
            }
        }

        @Override
        public @Nullable String read(Input input) throws IOException {
            var line = Lines.readUtf8(input);
            var request = line == null ? null : asked.poll();
            return switch (request) {
                case Request.Get get -> receive(get, line, input);
                case Request.Put put -> begin(put, line, input);
                case null, default -> line;
            };
        }

        private static @Nullable String receive(Request.Get get, @Nullable String line, Input input)
                throws IOException {
            var content = line == null ? null : Answers.contentIn(line);
            if (content != null) {
                input.endMessage();
                get.receiver().receive(content, input);
            }
            return line;
        }

        /** Has the other thread send the bytes, and waits for what the server says of them. */
        private static @Nullable String begin(Request.Put put, @Nullable String line, Input input)
                throws IOException {
            long offset = line == null ? NOTHING : Answers.offsetIn(line);
            put.go().complete(offset);
            if (offset == NOTHING) {
                return line;
            }
            input.endMessage();
            input.beginMessage();
            return Lines.readUtf8(input);
        }

        @Override
        public @Nullable Request failure(Failure failure, ByteBuffer unread) {
            return null;
        }
    }
}
