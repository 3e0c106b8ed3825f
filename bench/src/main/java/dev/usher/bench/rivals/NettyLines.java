package dev.usher.bench.rivals;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.FastThreadLocal;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Lines on Netty by hand, for speed: all lines of a read are decoded from one array, and their
 * answers leave in one buffer.
 */
final class NettyLines extends NettyHandler implements Consumer<String> {
    /** What the connections of one event loop share. */
    private static final class Scratch {
        private byte[] read = new byte[LineDecoder.LONGEST];
        private final LineEncoder answers = new LineEncoder(LineDecoder.LONGEST);
    }

    private static final FastThreadLocal<Scratch> SCRATCH =
            new FastThreadLocal<>() {
                @Override
                protected Scratch initialValue() {
                    return new Scratch();
                }
            };

    private final LineDecoder decoder = new LineDecoder();
    private final Echo echo;
    private final Scratch scratch = SCRATCH.get();

    NettyLines(Echo echo) {
        this.echo = echo;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        int length = take((ByteBuf) message);
        var answers = scratch.answers;
        answers.clear();
        decoder.decode(scratch.read, length, this);
        if (answers.length() > 0) {
            var batch = context.alloc().directBuffer(answers.length());
            batch.writeBytes(answers.bytes(), 0, answers.length());
            context.write(batch, context.voidPromise());
        }
    }

    private int take(ByteBuf bytes) {
        try {
            int length = bytes.readableBytes();
            if (length > scratch.read.length) {
                scratch.read = new byte[length];
            }
            bytes.readBytes(scratch.read, 0, length);
            return length;
        } finally {
            bytes.release();
        }
    }

    @Override
    public void accept(String line) {
        scratch.answers.add(echo.apply(line));
    }
}
