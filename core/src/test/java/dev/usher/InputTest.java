package dev.usher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InputTest {
    private static final byte[] NONE = {};

    @Test
    void numbersAreTheSameWhereverThePiecesAreCut() throws IOException {
        var bytes = new byte[15];
        ByteBuffer.wrap(bytes)
                .put((byte) 0xfe)
                .putShort((short) 0xfffe)
                .putInt(-2)
                .putLong(Long.MIN_VALUE + 3);
        for (var pieces : everyCut(bytes)) {
            var input = Input.of(pieces);
            assertThat(input.peek()).isEqualTo(0xfe);
            assertThat(input.read()).isEqualTo(0xfe);
            assertThat(input.readUnsignedShort()).isEqualTo(0xfffe);
            assertThat(input.readInt()).isEqualTo(-2);
            assertThat(input.readLong()).isEqualTo(Long.MIN_VALUE + 3);
            assertThat(input.position()).isEqualTo(15);
            assertThat(input.atEnd()).isTrue();
            assertThat(input.read()).isEqualTo(-1);
            assertThat(input.peek()).isEqualTo(-1);
        }
    }

    @Test
    void aDelimiterIsFoundWhereverThePiecesAreCut() throws IOException {
        for (var pieces : everyCut("one;;three;rest".getBytes(ISO_8859_1))) {
            var input = Input.of(pieces);
            assertThat(text(input.readUntil((byte) ';'))).isEqualTo("one");
            assertThat(text(input.readUntil((byte) ';'))).isEmpty();
            assertThat(text(input.readUntil((byte) ';'))).isEqualTo("three");
            assertFailure(() -> input.readUntil((byte) ';'), new Failure.CutShort());
            assertThat(text(input.unread())).isEqualTo("rest");
        }
    }

    @Test
    void whatWasReadStaysAsItWasWhileReadingGoesOn() throws IOException {
        var input = Input.of(bytes("a;b"), bytes("b;c;"));
        var first = input.readUntil((byte) ';');
        var second = input.readUntil((byte) ';');
        var third = input.readUntil((byte) ';');
        assertThat(List.of(text(first), text(second), text(third))).containsExactly("a", "bb", "c");
    }

    @Test
    void aPieceIsNotHeldOnceItsLastMessageWasRead() throws IOException {
        var piece = new AtomicReference<>(bytes("a;b;"));
        var held = new WeakReference<>(piece.get());
        var input = new Input(_ -> ByteBuffer.wrap(piece.getAndSet(NONE)), 100);
        readMessage(input);
        System.gc();
        assertThat(held.get()).isNotNull();
        readMessage(input);
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (held.get() != null && System.nanoTime() - limit < 0) {
            System.gc();
        }
        assertThat(held.get()).isNull();
        assertThat(input.position()).isEqualTo(4);
    }

    private static void readMessage(Input input) throws IOException {
        input.beginMessage();
        input.readUntil((byte) ';');
        input.endMessage();
    }

    @Test
    void theEndBeforeAMessageIsNoMessageAndWithinOneAFailure() throws IOException {
        var input = Input.of(bytes("ab"));
        input.beginMessage();
        input.read();
        input.read();
        assertFailure(() -> input.readUntil((byte) ';'), new Failure.CutShort());
        input.beginMessage();
        assertThat(input.readUntil((byte) ';')).isNull();
        assertFailure(() -> input.readBytes(1), new Failure.CutShort());
        assertFailure(input::readInt, new Failure.CutShort());
        assertFailure(() -> input.skip(1), new Failure.CutShort());
        assertThat(input.readBytes(0)).isEmpty();
        assertThat(input.readSome(10)).isNull();
    }

    @Test
    void aMessageMayHaveAsManyBytesAsAllowedAndNotOneMore() throws IOException {
        for (int size : new int[] {9, 10, 11}) {
            var message = "x".repeat(size) + ";";
            for (var pieces : everyCut(bytes(message))) {
                var input = limited(10, pieces);
                input.beginMessage();
                if (size <= 10) {
                    assertThat(text(input.readUntil((byte) ';'))).hasSize(size);
                } else {
                    assertFailure(() -> input.readUntil((byte) ';'), new Failure.TooLong(10));
                }
            }
        }
    }

    @Test
    void everyWayOfReadingKeepsToTheLimit() throws IOException {
        List<Reading> tooLong =
                List.of(
                        input -> input.readBytes(4),
                        input -> {
                            input.readBytes(3);
                            input.read();
                        },
                        Input::readInt,
                        Input::readLong,
                        input -> {
                            input.readUnsignedShort();
                            input.readUnsignedShort();
                        });
        for (var reading : tooLong) {
            var input = limited(3, bytes("0123456789"));
            input.beginMessage();
            assertFailure(() -> reading.read(input), new Failure.TooLong(3));
            input.endMessage();
            reading.read(limited(3, bytes("0123456789")));
        }
    }

    @Test
    void theLimitCountsFromTheBeginningOfEachMessage() throws IOException {
        var input = limited(4, bytes("abc;defg;hijkl;"));
        input.beginMessage();
        input.readUntil((byte) ';');
        input.beginMessage();
        assertThat(text(input.readUntil((byte) ';'))).isEqualTo("defg");
        input.beginMessage();
        assertFailure(() -> input.readUntil((byte) ';'), new Failure.TooLong(4));
        assertThat(text(input.unread())).startsWith("hij");
    }

    @Test
    void anAnnouncedLengthTakesNoMemoryBeforeTheBytesArrive() {
        var input = new Input(begun -> null, Integer.MAX_VALUE);
        assertFailure(() -> input.readBytes(Integer.MAX_VALUE), new Failure.CutShort());
    }

    @Test
    void manySmallPiecesMakeOneLargeArray() throws IOException {
        var expected = new byte[100_000];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) i;
        }
        var pieces = new ArrayList<byte[]>();
        for (int from = 0; from < expected.length; from += 7) {
            pieces.add(Arrays.copyOfRange(expected, from, Math.min(from + 7, expected.length)));
        }
        var input = Input.of(pieces.toArray(byte[][]::new));
        assertThat(input.readBytes(expected.length)).isEqualTo(expected);
    }

    @Test
    void someBytesAreThoseThatHaveArrived() throws IOException {
        var input = Input.of(bytes("abc"), bytes("de"));
        assertThat(text(input.readSome(2))).isEqualTo("ab");
        assertThat(input.available()).isEqualTo(1);
        assertThat(text(input.readSome(9))).isEqualTo("c");
        assertThat(text(input.readSome(9))).isEqualTo("de");
        assertThat(input.readSome(9)).isNull();
    }

    @Test
    void someBytesAreNeverMoreThanAMessageMayHave() throws IOException {
        var input = limited(3, bytes("abcdefgh"));
        input.beginMessage();
        assertThat(text(input.readSome(9))).isEqualTo("abc");
        assertFailure(() -> input.readSome(9), new Failure.TooLong(3));
        input.beginMessage();
        assertThat(text(input.readSome(2))).isEqualTo("de");
    }

    @Test
    void aStreamEndsWithItsLengthAndLeavesTheRest() throws IOException {
        for (var pieces : everyCut(bytes("abcdefgh"))) {
            var input = Input.of(pieces);
            var stream = input.stream(5);
            assertThat((char) stream.read()).isEqualTo('a');
            assertThat(stream.readAllBytes()).asString(ISO_8859_1).isEqualTo("bcde");
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.available()).isZero();
            input.skip(1);
            assertThat((char) input.read()).isEqualTo('g');
        }
    }

    @Test
    void aStreamSaysHowMuchOfItHasArrived() throws IOException {
        var stream = Input.of(bytes("abcd"), bytes("efgh")).stream(6);
        assertThat(stream.available()).isZero();
        stream.read();
        assertThat(stream.available()).isEqualTo(3);
        stream.readNBytes(4);
        assertThat(stream.available()).isEqualTo(1);
    }

    @Test
    void bytesAreSkippedAcrossPiecesAndNoFurther() throws IOException {
        for (var pieces : everyCut(bytes("abcdef"))) {
            var input = Input.of(pieces);
            input.skip(0);
            input.skip(4);
            assertThat((char) input.read()).isEqualTo('e');
        }
    }

    @Test
    void aLengthThatMakesNoSenseIsRefused() {
        var input = Input.of(bytes("abc"));
        assertThatThrownBy(() -> input.readBytes(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> input.readSome(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStreamThatTheInputCutsShortFails() {
        var stream = Input.of(bytes("abc")).stream(4);
        assertFailure(stream::readAllBytes, new Failure.CutShort());
        var bytewise = Input.of().stream(1);
        assertFailure(bytewise::read, new Failure.CutShort());
    }

    @Test
    void theSourceIsToldWhetherAMessageHasBegun() throws IOException {
        var told = new ArrayList<Boolean>();
        var pieces = List.of("a", "b;", "c;").iterator();
        var input =
                new Input(
                        begun -> {
                            told.add(begun);
                            return pieces.hasNext() ? ByteBuffer.wrap(bytes(pieces.next())) : null;
                        },
                        100);
        input.beginMessage();
        input.readUntil((byte) ';');
        input.endMessage();
        input.beginMessage();
        input.readUntil((byte) ';');
        assertThat(told).containsExactly(false, true, false);
        input.stream(1).available();
        assertFailure(() -> input.stream(1).read(), new Failure.CutShort());
        assertThat(told).endsWith(false, true);
    }

    @Test
    void aUsedUpPieceIsLetGoBeforeTheWaitForTheNext() throws IOException {
        var asked = new AtomicInteger();
        var input =
                new Input(
                        new Input.Source() {
                            @Override
                            public @Nullable ByteBuffer next(boolean begun) {
                                return asked.getAndIncrement() == 0
                                        ? ByteBuffer.wrap(bytes("x"))
                                        : null;
                            }

                            @Override
                            public @Nullable ByteBuffer arrived() {
                                return ByteBuffer.wrap(bytes("glance"));
                            }
                        },
                        100);
        assertThat(text(input.unread())).isEqualTo("glance");
        assertThat(text(input.readSome(100))).isEqualTo("glance");
        assertThat(input.position()).isEqualTo(6);
    }

    @Test
    void aWaitForAByteEndsWithItOrWithItsTimeAndTakesNothing() throws IOException {
        var waits = new ArrayList<Duration>();
        var pieces = new ArrayDeque<byte[]>();
        var input =
                new Input(
                        new Input.Source() {
                            @Override
                            public @Nullable ByteBuffer next(boolean begun) {
                                return arrived();
                            }

                            @Override
                            public @Nullable ByteBuffer arrived() {
                                return pieces.isEmpty() ? null : ByteBuffer.wrap(pieces.poll());
                            }

                            @Override
                            public void awaitArrival(Duration longest) {
                                waits.add(longest);
                            }
                        },
                        100);
        assertThat(input.arrivesWithin(Duration.ofMillis(50))).isFalse();
        pieces.add(bytes("ab"));
        assertThat(input.arrivesWithin(Duration.ofMillis(60))).isTrue();
        assertThat(input.arrivesWithin(Duration.ofMillis(70))).isTrue();
        assertThat(waits).containsExactly(Duration.ofMillis(50));
        assertThat(text(input.readSome(9))).isEqualTo("ab");
        assertThat(input.atEnd()).isTrue();
        assertThat(input.arrivesWithin(Duration.ofMillis(80))).isFalse();
        assertThat(waits).hasSize(1);
    }

    @Test
    void buffersOfAnyKindCanBePieces() throws IOException {
        var direct = ByteBuffer.allocateDirect(3).put(bytes("abc")).flip().position(1);
        var slice = ByteBuffer.wrap(bytes("xxdefxx"), 2, 3).slice().position(1);
        var pieces = List.of(direct, slice).iterator();
        var input = new Input(begun -> pieces.hasNext() ? pieces.next() : null, 100);
        assertThat(input.readBytes(3)).asString(ISO_8859_1).isEqualTo("bce");
        assertThat(input.position()).isEqualTo(3);
        assertThat((char) input.read()).isEqualTo('f');
        assertThat(input.position()).isEqualTo(4);
    }

    private interface Reading {
        void read(Input input) throws IOException;
    }

    private static Input limited(int limit, byte[]... pieces) {
        var rest = Arrays.asList(pieces).iterator();
        return new Input(begun -> rest.hasNext() ? ByteBuffer.wrap(rest.next()) : null, limit);
    }

    /** The bytes in one piece, cut in two at every place, and byte by byte. */
    private static List<byte[][]> everyCut(byte[] bytes) {
        var cuts = new ArrayList<byte[][]>();
        for (int at = 1; at < bytes.length; at++) {
            cuts.add(
                    new byte[][] {
                        Arrays.copyOfRange(bytes, 0, at),
                        Arrays.copyOfRange(bytes, at, bytes.length)
                    });
        }
        var single = new byte[bytes.length][];
        for (int at = 0; at < bytes.length; at++) {
            single[at] = new byte[] {bytes[at]};
        }
        cuts.add(single);
        cuts.add(new byte[][] {bytes});
        cuts.add(new byte[][] {{}, bytes, {}});
        return cuts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(@Nullable ByteBuffer bytes) {
        assertThat(bytes).isNotNull();
        return ISO_8859_1.decode(bytes.duplicate()).toString();
    }

    private static void assertFailure(ThrowingCallable call, Failure expected) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        thrown -> assertThat(thrown.failure()).isEqualTo(expected));
    }
}
