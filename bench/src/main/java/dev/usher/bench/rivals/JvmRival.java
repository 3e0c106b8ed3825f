package dev.usher.bench.rivals;

import io.netty.channel.ChannelPipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** The servers that run on the JVM. */
public enum JvmRival {
    USHER,
    NETTY_EPOLL_1,
    NETTY_EPOLL_2,
    NETTY_URING_1,
    NETTY_URING_2,
    NETTY_NIO_1,
    NETTY_NIO_2,
    NETTY_STRINGS,
    NETTY_OFFLOAD_VIRTUAL,
    NETTY_OFFLOAD_POOL,
    VIRTUAL_THREADS,
    PLATFORM_THREADS;

    private static final int POOL = 2_000;

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether this machine has what it needs. */
    public boolean isAvailable() {
        return transport().isAvailable();
    }

    private NettyTransport transport() {
        return switch (this) {
            case NETTY_EPOLL_1, NETTY_EPOLL_2 -> NettyTransport.EPOLL;
            case NETTY_STRINGS, NETTY_OFFLOAD_VIRTUAL, NETTY_OFFLOAD_POOL ->
                    NettyTransport.EPOLL.isAvailable() ? NettyTransport.EPOLL : NettyTransport.NIO;
            case NETTY_URING_1, NETTY_URING_2 -> NettyTransport.IO_URING;
            default -> NettyTransport.NIO;
        };
    }

    /**
     * Starts the server, on a port that the system chooses.
     *
     * @param delay how long each line is to block; zero for not at all
     */
    public RivalServer start(Duration delay) throws IOException {
        var echo = new Echo(delay);
        return switch (this) {
            case USHER -> new UsherServer(echo);
            case VIRTUAL_THREADS -> new ThreadServer(Thread.ofVirtual().factory(), echo);
            case PLATFORM_THREADS -> new ThreadServer(Thread.ofPlatform().daemon().factory(), echo);
            case NETTY_EPOLL_2, NETTY_URING_2, NETTY_NIO_2 -> lines(2, echo);
            case NETTY_EPOLL_1, NETTY_URING_1, NETTY_NIO_1 -> lines(1, echo);
            case NETTY_STRINGS -> netty(1, pipeline -> NettyStrings.install(pipeline, echo));
            case NETTY_OFFLOAD_VIRTUAL ->
                    offload(echo, Executors.newVirtualThreadPerTaskExecutor());
            case NETTY_OFFLOAD_POOL -> offload(echo, Executors.newFixedThreadPool(POOL, daemons()));
        };
    }

    private static ThreadFactory daemons() {
        return Thread.ofPlatform().daemon().factory();
    }

    private RivalServer lines(int loops, Echo echo) {
        return netty(loops, pipeline -> pipeline.addLast(new NettyLines(echo)));
    }

    private RivalServer offload(Echo echo, Executor workers) {
        return netty(1, pipeline -> pipeline.addLast(new NettyOffload(echo, workers)));
    }

    private RivalServer netty(int loops, Consumer<ChannelPipeline> pipeline) {
        return new NettyServer(transport(), loops, pipeline);
    }
}
