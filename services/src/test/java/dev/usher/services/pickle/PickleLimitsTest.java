package dev.usher.services.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;

/** How much a pickle may have, and how much it may make of it. */
class PickleLimitsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BINUNICODE ff ff ff 7f",
                "BINUNICODE ff ff ff ff",
                "BINBYTES ff ff ff 7f",
                "BINSTRING ff ff ff 7f",
                "BINSTRING ff ff ff ff",
                "LONG4 ff ff ff 7f",
                "LONG4 00 00 00 80",
                "BINUNICODE8 8*ff",
                "BINBYTES8 ff ff ff 7f 00 00 00 00",
                "BYTEARRAY8 7*00 80",
            })
    void aLengthBeyondTheLimitIsRefusedBeforeItsBytesAreWaitedFor(String program) {
        assertThatThrownBy(() -> Pickles.read(Pickles.assemble(program)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        tooLong ->
                                assertThat(tooLong.failure())
                                        .isEqualTo(new Failure.TooLong(PickleReader.MAX_BYTES)));
    }

    @Test
    void noMemoryIsTakenForBytesThatDoNotCome() {
        byte[] announcement = Pickles.assemble("BINUNICODE 00 00 0f 00 'begin'");
        assertThatThrownBy(() -> Pickles.read(announcement)).hasMessageContaining("cut-short");

        long before = allocated();
        assertThatThrownBy(() -> Pickles.read(announcement)).hasMessageContaining("cut-short");
        assertThat(allocated() - before).isLessThan(100_000);
    }

    @Test
    void aLineWithoutEndIsTooLong() {
        assertThatThrownBy(() -> Pickles.read(Pickles.assemble("UNICODE 1048575*'a'")))
                .isInstanceOf(FailureException.class)
                .hasMessage("too-long: a request may have 1048576 bytes");
    }

    @Test
    void theMessageLimitHoldsAsWell() {
        var rest = List.of(Pickles.assemble("MARK 70000*NONE LIST STOP")).iterator();
        var input = new Input(_ -> rest.hasNext() ? ByteBuffer.wrap(rest.next()) : null, 65_536);
        input.beginMessage();

        assertThatThrownBy(() -> PickleReader.read(input))
                .isInstanceOf(FailureException.class)
                .hasMessage("too-long: a request may have 65536 bytes");
    }

    @Test
    void anIntMayHave4300Digits() throws Exception {
        String digits = "4300*'9'";

        assertThat(Pickles.read(Pickles.assemble("INT " + digits + " LF STOP")).repr())
                .hasSize(4_300);
        assertThat(Pickles.read(Pickles.assemble("LONG '-' " + digits + " 'L' LF STOP")).repr())
                .hasSize(4_301);
        // 10^4300 - 1 in two's complement.
        byte[] largest =
                Pickles.write(Pickles.read(Pickles.assemble("INT " + digits + " LF STOP")));
        assertThat(Pickles.read(largest).repr()).hasSize(4_300);
        Pickles.assertMalformed("INT '1' " + digits + " LF STOP", "more than 4300 digits");
        Pickles.assertMalformed("LONG '-1' " + digits + " 'L' LF STOP", "more than 4300 digits");
        Pickles.assertMalformed("LONG4 fb 06 00 00 1787*01 STOP", "more than 4300 digits");
        Pickles.assertMalformed("LONG4 00 00 0f 00 983040*01 STOP", "more than 4300 digits");
    }

    @Test
    void aHundredLevelsAreAllowedAndOneMoreIsNot() throws Exception {
        assertThat(Pickles.read(Pickles.assemble("NONE 100*TUPLE1 STOP")).repr())
                .startsWith("(".repeat(100));
        assertThat(Pickles.read(Pickles.assemble("100*EMPTY_LIST 99*APPEND STOP")).repr())
                .startsWith("[".repeat(100));
        assertThat(Pickles.read(Pickles.assemble("100*MARK 100*LIST STOP")).repr())
                .startsWith("[".repeat(100));

        Pickles.assertMalformed("NONE 101*TUPLE1 STOP", "more than 100 levels");
        Pickles.assertMalformed("101*EMPTY_LIST 100*APPEND STOP", "more than 100 levels");
        Pickles.assertMalformed("101*MARK 101*LIST STOP", "more than 100 levels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100000*MARK 100000*LIST STOP",
                "NONE 100000*TUPLE1 STOP",
                "60000*EMPTY_LIST 60000*APPEND STOP",
            })
    void aHundredThousandLevelsAreTooMany(String program) {
        Pickles.assertMalformed(program, "more than 100 levels");
    }

    @Test
    void theStackAndTheMemoHaveAnEnd() throws Exception {
        assertThat(Pickles.read(Pickles.assemble("65536*NONE STOP")).repr()).isEqualTo("None");
        Pickles.assertMalformed("65537*NONE STOP", "more than 65536 values at once");
        assertThat(Pickles.read(Pickles.assemble("NONE 65536*MEMOIZE STOP")).repr())
                .isEqualTo("None");
        Pickles.assertMalformed("NONE 65537*MEMOIZE STOP", "more than 65536 values in the memo");
    }

    @Test
    void sharingIsAllowedAsLongAsTheWholeCouldBeWrittenOut() throws Exception {
        // Each level holds the one below twice: 2^19 times None, and as many tuples.
        assertThat(Pickles.read(sharing(19)).repr()).hasSizeGreaterThan(1 << 20);

        Pickles.assertMalformed(sharing(20), "more than 1048576 bytes, written out");
        Pickles.assertMalformed(sharing(40), "more than 1048576 bytes, written out");
    }

    private static byte[] sharing(int levels) {
        return Pickles.assemble("NONE " + "DUP TUPLE2 ".repeat(levels) + "STOP");
    }

    @Test
    void aGraphOfAThousandBillionPathsIsRefusedInWhateverContainersItComes() {
        for (String level :
                List.of(
                        "EMPTY_LIST MARK BINGET 00 BINGET 00 APPENDS BINPUT 00 ",
                        "MARK BINGET 00 BINGET 00 TUPLE BINPUT 00 ",
                        "EMPTY_DICT MARK NONE BINGET 00 NEWTRUE BINGET 00 SETITEMS BINPUT 00 ",
                        "EMPTY_DICT BINGET 00 BINGET 00 SETITEM BINPUT 00 ")) {
            assertThatThrownBy(() ->
                            Pickles.read(
                                    Pickles.assemble(
                                            "EMPTY_TUPLE BINPUT 00 " + level.repeat(40) + "STOP")))
                    .as(level)
                    .isInstanceOf(FailureException.class);
        }
    }

    @Test
    void aLongTextInManyPlacesCountsInEachOfThem() {
        Pickles.assertMalformed(
                "BINUNICODE 00 00 01 00 65536*'a' MEMOIZE MARK "
                        + "BINGET 00 ".repeat(16)
                        + "LIST STOP",
                "more than 1048576 bytes, written out");
        Pickles.assertMalformed(
                "LONG4 e8 03 00 00 1000*01 MEMOIZE MARK "
                        + "BINGET 00 ".repeat(1_100)
                        + "TUPLE STOP",
                "more than 1048576 bytes, written out");
    }

    @Test
    void aLargeKeyInManyDictsCountsInEachOfThem() {
        // The key has 2^17 paths and more; each dict alone is within the limit.
        var program =
                "NONE "
                        + "DUP TUPLE2 ".repeat(17)
                        + "MEMOIZE POP "
                        + "EMPTY_DICT BINGET 00 NONE SETITEM POP ".repeat(1_000)
                        + "NONE STOP";

        Pickles.assertMalformed(program, "more than 1048576 bytes, written out");
    }

    @Test
    void whatIsAllocatedIsInProportionToWhatHasArrived() {
        // Each opcode that makes something large of few bytes, as often as a message may have it.
        for (String bomb :
                List.of(
                        "60000*NONE",
                        "60000*EMPTY_LIST",
                        "60000*EMPTY_DICT",
                        "60000*EMPTY_SET",
                        "60000*EMPTY_TUPLE",
                        "60000*NEWTRUE",
                        "NONE 60000*DUP",
                        "NONE 60000*MEMOIZE",
                        "NONE " + "LONG_BINPUT ff 0f 00 00 ".repeat(12_000),
                        "FLOAT 60000*'9' LF",
                        "INT 60000*'9' LF",
                        "LONG4 60 ea 00 00 60000*ff",
                        "NONE " + "MEMOIZE TUPLE1 ".repeat(30_000),
                        "EMPTY_DICT MARK " + "BINFLOAT 8*61 NONE ".repeat(6_000) + "SETITEMS")) {
            byte[] pickle = Pickles.assemble(bomb + " STOP");
            long before = allocated();
            attempt(pickle);
            assertThat(allocated() - before)
                    .as(bomb.substring(0, Math.min(60, bomb.length())))
                    .isLessThan(250L * pickle.length);
        }
    }

    /** How many bytes this thread has allocated so far. */
    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static void attempt(byte[] pickle) {
        try {
            assertThat(Pickles.read(pickle)).isNotNull();
        } catch (FailureException refused) {
            assertThat(refused.failure()).isInstanceOf(Failure.Malformed.class);
        }
    }
}
