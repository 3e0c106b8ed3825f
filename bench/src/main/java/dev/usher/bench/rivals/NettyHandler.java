package dev.usher.bench.rivals;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * What all Netty handlers here have in common: one flush at the end of a read, no reading while a
 * client does not take its answers, and an end when something breaks.
 */
abstract class NettyHandler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        var channel = context.channel();
        if (!channel.isWritable()) {
            context.flush();
        }
        channel.config().setAutoRead(channel.isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
