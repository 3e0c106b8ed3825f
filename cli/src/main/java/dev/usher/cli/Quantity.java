package dev.usher.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * A number in the arguments, with the range that it may have.
 *
 * @param <T> what is made of it
 */
abstract class Quantity<T> implements ITypeConverter<T> {
    private final BigDecimal least;
    private final BigDecimal most;
    private final String kind;

    private Quantity(String kind, String least, String most) {
        this.kind = kind;
        this.least = new BigDecimal(least);
        this.most = new BigDecimal(most);
    }

    @Override
    public T convert(String text) {
        try {
            var number = new BigDecimal(text);
            if (number.compareTo(least) >= 0 && number.compareTo(most) <= 0) {
                return exactly(number);
            }
        } catch (ArithmeticException | NumberFormatException notOne) {
            // Told below, with those out of range.
        }
        throw new TypeConversionException(
                "'%s' is not %s from %s to %s"
                        .formatted(text, kind, Words.number(least), Words.number(most)));
    }

    /** The number as a value; an {@link ArithmeticException} if it has too many decimals. */
    abstract T exactly(BigDecimal number);

    abstract static class Whole extends Quantity<Integer> {
        Whole(String least, String most) {
            super("a whole number", least, most);
        }

        @Override
        Integer exactly(BigDecimal number) {
            return number.intValueExact();
        }
    }

    abstract static class Seconds extends Quantity<Duration> {
        Seconds(String least, String most) {
            super("a number of seconds", least, most);
        }

        @Override
        Duration exactly(BigDecimal number) {
            return Duration.ofNanos(number.movePointRight(9).longValueExact());
        }
    }

    static final class Days extends Quantity<Duration> {
        Days() {
            super("a number of days", "0.001", "36500");
        }

        @Override
        Duration exactly(BigDecimal number) {
            return Duration.ofNanos(
                    number.multiply(BigDecimal.valueOf(86_400)).movePointRight(9).longValueExact());
        }
    }

    static final class Interval extends Seconds {
        Interval() {
            super("0.001", "86400");
        }
    }

    static final class Times extends Quantity<Long> {
        Times() {
            super("a whole number", "1", "1000000000000");
        }

        @Override
        Long exactly(BigDecimal number) {
            return number.longValueExact();
        }
    }

    static final class Port extends Whole {
        Port() {
            super("0", "65535");
        }
    }

    static final class Running extends Whole {
        Running() {
            super("1", "10000000");
        }
    }

    static final class Waiting extends Whole {
        Waiting() {
            super("0", "10000000");
        }
    }

    static final class PerAddress extends Whole {
        PerAddress() {
            super("1", "20000000");
        }
    }

    static final class Parallel extends Whole {
        Parallel() {
            super("1", "16");
        }
    }

    static final class Connections extends Whole {
        Connections() {
            super("1", "20000");
        }
    }

    static final class Depth extends Whole {
        Depth() {
            super("1", "10000");
        }
    }

    static final class Rate extends Whole {
        Rate() {
            super("1", "10000000");
        }
    }

    static final class Threads extends Whole {
        Threads() {
            super("1", "256");
        }
    }

    static final class Measured extends Seconds {
        Measured() {
            super("0.1", "86400");
        }
    }

    static final class WarmUp extends Seconds {
        WarmUp() {
            super("0", "3600");
        }
    }

    static final class Work extends Whole {
        Work() {
            super("0", "1000000000");
        }
    }

    static final class Patience extends Seconds {
        Patience() {
            super("0.001", "86400");
        }
    }

    static final class Look extends Seconds {
        Look() {
            super("0.1", "3600");
        }
    }

    static final class Kept extends Seconds {
        Kept() {
            super("0", "31536000");
        }
    }

    static final class Grace extends Seconds {
        Grace() {
            super("0", "86400");
        }
    }
}
