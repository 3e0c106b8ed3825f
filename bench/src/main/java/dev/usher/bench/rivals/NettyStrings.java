package dev.usher.bench.rivals;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;

import java.nio.charset.StandardCharsets;

/** Lines on Netty as its guide shows them, by the codecs that come with it. */
final class NettyStrings extends NettyHandler {
    private static final StringDecoder DECODER = new StringDecoder(StandardCharsets.UTF_8);
    private static final StringEncoder ENCODER = new StringEncoder(StandardCharsets.UTF_8);

    private final Echo echo;

    private NettyStrings(Echo echo) {
        this.echo = echo;
    }

    static void install(ChannelPipeline pipeline, Echo echo) {
        pipeline.addLast(
                new LineBasedFrameDecoder(LineDecoder.LONGEST),
                DECODER,
                ENCODER,
                new NettyStrings(echo));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object line) {
        context.write(echo.apply((String) line) + '\n');
    }
}
