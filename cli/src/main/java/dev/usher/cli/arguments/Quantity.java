package dev.usher.cli.arguments;

import dev.usher.cli.config.Kind;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;

/**
 * A number in the arguments, with the range that it may have.
 *
 * @param <T> what is made of it
 */
public abstract class Quantity<T> implements ITypeConverter<T> {
    /** Where a server listens; 0 lets the system choose. */
    public static final Kind<Integer> PORT = Kind.whole(0, 65_535);

    private static final int MOST_CLIENTS = 10_000_000;

    /** How many clients may be served at once. */
    public static final Kind<Integer> CLIENTS = Kind.whole(1, MOST_CLIENTS);

    /** How many clients may wait for that. */
    public static final Kind<Integer> WAITING = Kind.whole(0, MOST_CLIENTS);

    /** How many clients of one address may do either. */
    public static final Kind<Integer> PER_ADDRESS = Kind.whole(1, 2 * MOST_CLIENTS);

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** How many seconds one may wait. */
    public static final Kind<Duration> PATIENCE = Kind.seconds(MILLISECOND, DAY);

    private final Kind<T> kind;

    private Quantity(Kind<T> kind) {
        this.kind = kind;
    }

    @Override
    public T convert(String text) {
        try {
            return kind.read(text);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }

    public static final class Interval extends Quantity<Duration> {
        Interval() {
            super(Kind.seconds(MILLISECOND, DAY));
        }
    }

    public static final class Client extends Quantity<Long> {
        Client() {
            super(Kind.large(1, Long.MAX_VALUE));
        }
    }

    public static final class Times extends Quantity<Long> {
        Times() {
            super(Kind.large(1, 1_000_000_000_000L));
        }
    }

    public static final class Port extends Quantity<Integer> {
        Port() {
            super(PORT);
        }
    }

    public static final class Running extends Quantity<Integer> {
        Running() {
            super(CLIENTS);
        }
    }

    public static final class Parallel extends Quantity<Integer> {
        Parallel() {
            super(Kind.whole(1, 16));
        }
    }

    public static final class Connections extends Quantity<Integer> {
        Connections() {
            super(Kind.whole(1, 20_000));
        }
    }

    public static final class Depth extends Quantity<Integer> {
        Depth() {
            super(Kind.whole(1, 10_000));
        }
    }

    public static final class Rate extends Quantity<Integer> {
        Rate() {
            super(Kind.whole(1, 10_000_000));
        }
    }

    public static final class Threads extends Quantity<Integer> {
        Threads() {
            super(Kind.whole(1, 256));
        }
    }

    public static final class Measured extends Quantity<Duration> {
        Measured() {
            super(Kind.seconds(Duration.ofMillis(100), DAY));
        }
    }

    public static final class WarmUp extends Quantity<Duration> {
        WarmUp() {
            super(Kind.seconds(Duration.ZERO, Duration.ofHours(1)));
        }
    }

    public static final class Patience extends Quantity<Duration> {
        Patience() {
            super(PATIENCE);
        }
    }

    public static final class Look extends Quantity<Duration> {
        Look() {
            super(Kind.seconds(Duration.ofMillis(100), Duration.ofHours(1)));
        }
    }

    public static final class Bytes extends Quantity<Long> {
        Bytes() {
            super(Kind.bytes(1, 1L << 50));
        }
    }
}
