package dev.usher.bench.micro;

import dev.usher.Pipeline;
import dev.usher.Server;
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
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A batch of lines from one client through a whole server, in each kind of pipeline. The batch is
 * large, so that the two writes it takes count little.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the method of @Setup first
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PipelineBenchmark {
    private static final int LINES = 512;
    private static final int AT_ONCE = 16;

    /** How many requests run at once, and how their answers leave. */
    public enum Kind {
        /** One after another. */
        SEQUENTIAL,
        /** At once, answers in the requests' order. */
        ORDERED,
        /** At once, answers as they are ready. */
        UNORDERED
    }

    /** The kind. */
    @Param Kind kind = Kind.SEQUENTIAL;

    private final ByteBuffer batch = ByteBuffer.allocateDirect(32 * LINES);
    private final ByteBuffer answers = ByteBuffer.allocateDirect(32 * LINES);
    private Server server;
    private SocketChannel client;

    /** Starts a server and connects. */
    @Setup
    public void connect() throws IOException {
        var line = "x".repeat(31) + "\n";
        batch.put(line.repeat(LINES).getBytes(StandardCharsets.UTF_8));
        var pipeline =
                switch (kind) {
                    case SEQUENTIAL -> Pipeline.sequential();
                    case ORDERED -> Pipeline.ordered(AT_ONCE);
                    case UNORDERED -> Pipeline.unordered(AT_ONCE);
                };
        server = Server.on(0).pipeline(pipeline).answer(Lines.utf8(), text -> text).start();
        client =
                SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    }

    /** One line of a batch, there and back. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public void line() throws IOException {
        client.write(batch.rewind());
        answers.clear();
        while (answers.hasRemaining()) {
            if (client.read(answers) < 0) {
                throw new IOException("the server closed the connection");
            }
        }
    }

    /** Ends both. */
    @TearDown
    public void disconnect() throws IOException {
        client.close();
        server.close();
    }
}
