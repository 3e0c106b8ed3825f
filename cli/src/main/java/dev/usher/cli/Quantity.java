package dev.usher.cli;

import dev.usher.cli.config.Kind;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;

/**
 * A number in the arguments, with the range that it may have.
 *
 * @param <T> what is made of it
 */
abstract class Quantity<T> implements ITypeConverter<T> {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

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

    static final class Interval extends Quantity<Duration> {
        Interval() {
            super(Kind.seconds(MILLISECOND, DAY));
        }
    }

    static final class Times extends Quantity<Long> {
        Times() {
            super(Kind.large(1, 1_000_000_000_000L));
        }
    }

    static final class Port extends Quantity<Integer> {
        Port() {
            super(ListenerSections.PORT);
        }
    }

    static final class Running extends Quantity<Integer> {
        Running() {
            super(ListenerSections.RUNNING);
        }
    }

    static final class Parallel extends Quantity<Integer> {
        Parallel() {
            super(Kind.whole(1, 16));
        }
    }

    static final class Connections extends Quantity<Integer> {
        Connections() {
            super(Kind.whole(1, 20_000));
        }
    }

    static final class Depth extends Quantity<Integer> {
        Depth() {
            super(Kind.whole(1, 10_000));
        }
    }

    static final class Rate extends Quantity<Integer> {
        Rate() {
            super(Kind.whole(1, 10_000_000));
        }
    }

    static final class Threads extends Quantity<Integer> {
        Threads() {
            super(Kind.whole(1, 256));
        }
    }

    static final class Measured extends Quantity<Duration> {
        Measured() {
            super(Kind.seconds(Duration.ofMillis(100), DAY));
        }
    }

    static final class WarmUp extends Quantity<Duration> {
        WarmUp() {
            super(Kind.seconds(Duration.ZERO, Duration.ofHours(1)));
        }
    }

    static final class Patience extends Quantity<Duration> {
        Patience() {
            super(Kind.seconds(MILLISECOND, DAY));
        }
    }

    static final class Look extends Quantity<Duration> {
        Look() {
            super(Kind.seconds(Duration.ofMillis(100), Duration.ofHours(1)));
        }
    }

    static final class Bytes extends Quantity<Long> {
        Bytes() {
            super(Kind.bytes(1, 1L << 50));
        }
    }
}
