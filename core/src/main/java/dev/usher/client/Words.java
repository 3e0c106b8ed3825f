package dev.usher.client;

import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.Duration;

/** How messages for people say things. */
final class Words {
    private Words() {}

    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.plusNanos(500_000).toMillis(), 3)
                        .stripTrailingZeros()
                        .toPlainString()
                + " s";
    }

    static String address(InetSocketAddress server) {
        var host = server.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getPort();
    }

    /** What an exception says, or is. */
    static String reason(Throwable failure) {
        var message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
