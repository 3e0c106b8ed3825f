package dev.usher.bench.micro;

import dev.usher.Codec;
import dev.usher.Input;
import dev.usher.Limits;
import dev.usher.Output;
import dev.usher.Peer;
import dev.usher.protocol.Lines;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Lines from bytes and to bytes, without a network. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LinesBenchmark {
    private static final int LINES = 128;

    private static Codec<String, String> codec() {
        var address = new InetSocketAddress(0);
        return Lines.utf8().codec(new Peer(1, "bench", address, address));
    }

    /** A client that sends the same batch in pieces, again and again. */
    @State(Scope.Thread)
    public static class Sender {
        /** Bytes of a line, its end included. */
        @Param({"32", "1024"})
        int lineBytes;

        /** Bytes that arrive together; 1000 cuts lines in two. */
        @Param({"65536", "1000"})
        int pieceBytes;

        private final Codec<String, String> codec = codec();
        private final Input input = new Input(begun -> piece(), Limits.defaults().message());
        private byte[] batch = {};
        private int position;

        /** Makes the batch. */
        @Setup
        public void prepare() {
            var lines = ("x".repeat(lineBytes - 1) + "\n").repeat(LINES);
            batch = lines.getBytes(StandardCharsets.UTF_8);
        }

        private ByteBuffer piece() {
            int length = Math.min(pieceBytes, batch.length - position);
            var piece = ByteBuffer.wrap(batch, position, length);
            position = (position + length) % batch.length;
            return piece;
        }
    }

    /** A client that takes all it is sent. */
    @State(Scope.Thread)
    public static class Receiver {
        /** Bytes of a line, its end included. */
        @Param({"32", "1024"})
        int lineBytes;

        private final Codec<String, String> codec = codec();
        private final Output output = new Output(bytes -> bytes.position(bytes.limit()));
        private String line = "";

        /** Makes the line. */
        @Setup
        public void prepare() {
            line = "x".repeat(lineBytes - 1);
        }
    }

    /** One line, read as a server reads it. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void decode(Sender sender, Blackhole blackhole) throws IOException {
        for (int i = 0; i < LINES; i++) {
            sender.input.beginMessage();
            blackhole.consume(sender.codec.read(sender.input));
            sender.input.endMessage();
        }
    }

    /** One line, written as a server writes it. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void encode(Receiver receiver) throws IOException {
        for (int i = 0; i < LINES; i++) {
            receiver.codec.write(receiver.output, receiver.line);
        }
        receiver.output.flush();
    }
}
