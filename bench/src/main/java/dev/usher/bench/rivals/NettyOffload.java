package dev.usher.bench.rivals;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Lines on Netty for work that blocks: the event loop decodes, another thread does the work of one
 * connection, line after line, and sends the answers. All fields but the queue belong to the loop.
 */
final class NettyOffload extends NettyHandler implements Consumer<String> {
    /** Lines of one client that may wait for its turn; then reading pauses. */
    private static final int MOST_WAITING = 256;

    private final LineDecoder decoder = new LineDecoder();
    private final Echo echo;
    private final Executor workers;
    private Queue<String> waiting = new ArrayDeque<>();
    private boolean working;

    NettyOffload(Echo echo, Executor workers) {
        this.echo = echo;
        this.workers = workers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        var bytes = (ByteBuf) message;
        try {
            var read = new byte[bytes.readableBytes()];
            bytes.readBytes(read);
            decoder.decode(read, read.length, this);
        } finally {
            bytes.release();
        }
        if (waiting.size() > MOST_WAITING) {
            context.channel().config().setAutoRead(false);
        }
        work(context);
    }

    @Override
    public void accept(String line) {
        waiting.add(line);
    }

    /** Hands over what waits, unless the thread before is still at it. */
    private void work(ChannelHandlerContext context) {
        if (working || waiting.isEmpty()) {
            return;
        }
        working = true;
        var batch = waiting;
        waiting = new ArrayDeque<>();
        workers.execute(() -> answer(context, batch));
    }

    private void answer(ChannelHandlerContext context, Queue<String> batch) {
        var answers = new LineEncoder(512);
        for (var line : batch) {
            answers.add(echo.apply(line));
        }
        var bytes = context.alloc().directBuffer(answers.length());
        bytes.writeBytes(answers.bytes(), 0, answers.length());
        context.executor().execute(() -> send(context, bytes));
    }

    private void send(ChannelHandlerContext context, ByteBuf answers) {
        working = false;
        context.writeAndFlush(answers, context.voidPromise());
        if (context.channel().isWritable()) {
            context.channel().config().setAutoRead(true);
        }
        work(context);
    }
}
