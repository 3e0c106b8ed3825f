package dev.usher.client;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetSocketAddress;
import java.time.Duration;

/** How messages for people say things. */
final class Words {
    private Words() {}

    private static final int MILLISECONDS = 3;
    private static final int HUNDREDTHS = 2;

    /**
     * {@code 0.025 s}, {@code 2 s}; from a second on to the hundredth, for when a wait is told of,
     * a little of it is over.
     */
    static String seconds(Duration duration) {
        int places = duration.compareTo(Duration.ofMillis(990)) < 0 ? MILLISECONDS : HUNDREDTHS;
        return BigDecimal.valueOf(duration.toNanos(), 9)
                        .setScale(places, RoundingMode.HALF_UP)
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
