package dev.usher.cli.load;

import dev.usher.cli.lines.Verdict;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;

/**
 * What is done to which server.
 *
 * @param server its address
 * @param request the request, without the end of its line
 * @param connections how many there are at once; at least 1
 * @param depth how many requests may be without an answer on each; at least 1
 * @param threads how many threads drive the connections; at least 1
 * @param rate how many requests are due in a second, whatever the server does; {@code null} if each
 *     answer makes room for the next request
 * @param warmUp how long it goes on before anything is measured
 * @param duration how long it is measured
 * @param reading tells what a line of the server's says
 */
public record LoadPlan(
        InetSocketAddress server,
        String request,
        int connections,
        int depth,
        int threads,
        @Nullable Integer rate,
        Duration warmUp,
        Duration duration,
        Function<String, Verdict> reading) {}
