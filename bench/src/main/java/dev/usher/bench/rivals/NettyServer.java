package dev.usher.bench.rivals;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ResourceLeakDetector;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Netty; what its channels do with bytes is said by a pipeline. */
final class NettyServer implements RivalServer {
    /** Above the largest answer to one read, so that it pauses nobody who reads. */
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(128 * 1024, 256 * 1024);

    private final MultiThreadIoEventLoopGroup loops;
    private final Channel listening;

    /** Starts with so many event loops; the first accepts, too. */
    NettyServer(NettyTransport transport, int loopCount, Consumer<ChannelPipeline> pipeline) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        loops = new MultiThreadIoEventLoopGroup(loopCount, transport.loops());
        listening =
                new ServerBootstrap()
                        .group(loops)
                        .channel(transport.channel())
                        .option(ChannelOption.SO_BACKLOG, Backlog.LENGTH)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childHandler(initializer(pipeline))
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .syncUninterruptibly()
                        .channel();
    }

    private static ChannelInitializer<Channel> initializer(Consumer<ChannelPipeline> pipeline) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                pipeline.accept(channel.pipeline());
            }
        };
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
