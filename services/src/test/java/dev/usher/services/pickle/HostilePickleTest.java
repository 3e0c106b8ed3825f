package dev.usher.services.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Pickles that Python would not write, and what they would like to do. {@link Pickles#assemble}
 * says how to read them.
 */
class HostilePickleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # os.system("id"), in protocols 0, 2 and 4
                    GLOBAL 'os' LF 'system' LF MARK STRING ''id'' LF TUPLE REDUCE STOP       | GLOBAL
                    PROTO 02 GLOBAL 'os' LF 'system' LF SHORT_BINSTRING 02 'id' TUPLE1 REDUCE STOP | GLOBAL
                    PROTO 04 SHORT_BINUNICODE 02 'os' SHORT_BINUNICODE 06 'system' STACK_GLOBAL STOP | STACK_GLOBAL
                    MARK INST 'os' LF 'system' LF STOP                                        | INST
                    MARK GLOBAL 'os' LF 'system' LF OBJ STOP                                  | GLOBAL
                    # The same without a name: what is called comes from elsewhere
                    EXT1 01 EMPTY_TUPLE REDUCE STOP                                           | EXT1
                    EXT2 01 00 STOP                                                           | EXT2
                    EXT4 01 00 00 00 STOP                                                     | EXT4
                    PERSID 'os.system' LF STOP                                                | PERSID
                    NONE BINPERSID STOP                                                       | BINPERSID
                    BININT1 00 MEMOIZE BINGET 00 EMPTY_TUPLE REDUCE STOP                      | REDUCE
                    EMPTY_DICT EMPTY_DICT BUILD STOP                                          | BUILD
                    NONE EMPTY_TUPLE NEWOBJ STOP                                              | NEWOBJ
                    NONE EMPTY_TUPLE EMPTY_DICT NEWOBJ_EX STOP                                | NEWOBJ_EX
                    MARK NONE OBJ STOP                                                        | OBJ
                    NEXT_BUFFER STOP                                                          | NEXT_BUFFER
                    SHORT_BINBYTES 00 READONLY_BUFFER STOP                                    | READONLY_BUFFER
                    # bytes, and a set, as protocol 2 writes them
                    PROTO 02 GLOBAL '_codecs' LF 'encode' LF                                  | GLOBAL
                    PROTO 02 GLOBAL '__builtin__' LF 'set' LF EMPTY_LIST TUPLE1 REDUCE STOP   | GLOBAL
                    """)
    void whatWouldCallSomethingIsRefusedByName(String program, String opcode) {
        assertMalformed(program, opcode + " is not allowed");
    }

    @Test
    void nothingIsExecutedBeforeARefusedOpcode() {
        // The first opcode fails for an empty stack, if it ever comes to it.
        assertMalformed("APPEND GLOBAL", "GLOBAL is not allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # Nothing, or too little, on the stack
                    STOP                                               | a value is missing
                    MARK STOP                                          | a value is missing
                    NONE MARK STOP                                     | a value is missing
                    POP STOP                                           | a value is missing
                    DUP STOP                                           | a value is missing
                    MEMOIZE STOP                                       | a value is missing
                    BINPUT 00 STOP                                     | a value is missing
                    NONE APPEND STOP                                   | a value is missing
                    EMPTY_LIST MARK NONE APPEND STOP                   | a value is missing
                    EMPTY_DICT NONE SETITEM STOP                       | a value is missing
                    NONE SETITEM STOP                                  | a value is missing
                    TUPLE1 STOP                                        | a value is missing
                    NONE TUPLE2 STOP                                   | a value is missing
                    NONE NONE TUPLE3 STOP                              | a value is missing
                    NONE MARK NONE TUPLE2 STOP                         | a value is missing
                    MARK APPENDS STOP                                  | a value is missing
                    # Marks that are not there
                    TUPLE STOP                                         | a MARK is missing
                    LIST STOP                                          | a MARK is missing
                    DICT STOP                                          | a MARK is missing
                    FROZENSET STOP                                     | a MARK is missing
                    POP_MARK STOP                                      | a MARK is missing
                    EMPTY_LIST NONE APPENDS STOP                       | a MARK is missing
                    EMPTY_DICT NONE NONE SETITEMS STOP                 | a MARK is missing
                    EMPTY_SET NONE ADDITEMS STOP                       | a MARK is missing
                    # Containers of another kind
                    NONE NONE APPEND STOP                              | no LIST
                    EMPTY_TUPLE NONE APPEND STOP                       | no LIST
                    EMPTY_SET NONE APPEND STOP                         | no LIST
                    EMPTY_DICT MARK NONE APPENDS STOP                  | no LIST
                    EMPTY_LIST NONE NONE SETITEM STOP                  | no DICT
                    EMPTY_LIST MARK NONE NONE SETITEMS STOP            | no DICT
                    EMPTY_LIST MARK NONE ADDITEMS STOP                 | no SET
                    MARK FROZENSET MARK NONE ADDITEMS STOP             | no SET
                    # Keys
                    EMPTY_DICT MARK NONE SETITEMS STOP                 | a key without a value
                    MARK NONE NONE NONE DICT STOP                      | a key without a value
                    EMPTY_DICT EMPTY_LIST NONE SETITEM STOP            | unhashable type: list
                    EMPTY_DICT EMPTY_DICT NONE SETITEM STOP            | unhashable type: dict
                    MARK EMPTY_SET NONE DICT STOP                      | unhashable type: set
                    EMPTY_DICT EMPTY_LIST TUPLE1 NONE SETITEM STOP     | unhashable type: tuple
                    EMPTY_SET MARK EMPTY_LIST ADDITEMS STOP            | unhashable type: list
                    MARK EMPTY_DICT TUPLE1 FROZENSET STOP              | unhashable type: tuple
                    # The memo
                    BINGET 00 STOP                                     | nothing in the memo at 0
                    NONE BINPUT 01 BINGET 00 STOP                      | nothing in the memo at 0
                    LONG_BINGET ff ff ff ff STOP                       | nothing in the memo at 4294967295
                    GET '-1' LF STOP                                   | not an index
                    GET '10000000000' LF STOP                          | not an index
                    NONE PUT '01' LF STOP                              | not an index
                    NONE PUT LF STOP                                   | not an index
                    NONE PUT '65536' LF STOP                           | more than 65536 values in the memo
                    NONE LONG_BINPUT 00 00 01 00 STOP                  | more than 65536 values in the memo
                    NONE LONG_BINPUT ff ff ff ff STOP                  | more than 65536 values in the memo
                    # Numbers
                    INT LF STOP                                        | not an int
                    INT '-' LF STOP                                    | not an int
                    INT '017' LF STOP                                  | not an int
                    INT '-0' LF STOP                                   | not an int
                    INT '0x1f' LF STOP                                 | not an int
                    INT '1_0' LF STOP                                  | not an int
                    INT '7L' LF STOP                                   | not an int
                    LONG '7LL' LF STOP                                 | not an int
                    LONG 'L' LF STOP                                   | not an int
                    INT '+7' LF STOP                                   | not an int
                    INT '9' b2 LF STOP                                 | not an int
                    FLOAT LF STOP                                      | not a float
                    FLOAT '1.' LF STOP                                 | not a float
                    FLOAT '.5' LF STOP                                 | not a float
                    FLOAT '0x1p3' LF STOP                              | not a float
                    FLOAT '1f' LF STOP                                 | not a float
                    FLOAT 'NaN' LF STOP                                | not a float
                    FLOAT 'Infinity' LF STOP                           | not a float
                    FLOAT '1e309' LF STOP                              | not a float
                    # Text
                    SHORT_BINUNICODE 01 ff STOP                        | not UTF-8
                    SHORT_BINUNICODE 02 c0 80 STOP                     | not UTF-8
                    SHORT_BINUNICODE 02 ed a0 STOP                     | not UTF-8
                    SHORT_BINUNICODE 03 ed a0 '0' STOP                 | not UTF-8
                    SHORT_BINUNICODE 04 f4 90 80 80 STOP               | not UTF-8
                    SHORT_BINSTRING 01 ff STOP                         | not UTF-8
                    STRING ''\\xff'' LF STOP                           | not UTF-8
                    STRING LF STOP                                     | quotes
                    STRING ''' LF STOP                                 | quotes
                    STRING ''a' LF STOP                                | quotes
                    STRING ''a"' LF STOP                               | quotes
                    STRING 'aa' LF STOP                                | quotes
                    STRING ''\\'' LF STOP                              | an unknown escape
                    STRING ''\\q'' LF STOP                             | an unknown escape
                    STRING ''\\x4'' LF STOP                            | digits
                    STRING ''\\x4g'' LF STOP                           | digits
                    UNICODE '\\u12' LF STOP                            | digits
                    UNICODE '\\u12' ff ff LF STOP                      | digits
                    UNICODE '\\U00110000' LF STOP                      | beyond Unicode
                    UNICODE '\\Uffffffff' LF STOP                      | beyond Unicode
                    # The rest
                    PROTO 06 NONE STOP                                 | protocol 6
                    PROTO ff NONE STOP                                 | protocol 255
                    FRAME 03 00 00 00 00 00 00 00 NONE STOP            | FRAME
                    FRAME 7*00 80 NONE STOP                            | FRAME
                    FRAME 8*ff NONE STOP                               | FRAME
                    FRAME 04 7*00 BININT 4*00 STOP                     | crosses the end of its FRAME
                    FRAME 08 7*00 FRAME 01 7*00 NONE STOP              | crosses the end of its FRAME
                    FRAME 0b 7*00 FRAME 01 7*00 NONE STOP              | a FRAME within a FRAME
                    """)
    void whatDoesNotFitIsRefused(String program, String reason) {
        assertMalformed(program, reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Directly, by the memo and by a copy
                "EMPTY_LIST BINPUT 00 BINGET 00 APPEND STOP",
                "EMPTY_LIST DUP APPEND STOP",
                "EMPTY_LIST BINPUT 00 MARK BINGET 00 APPENDS STOP",
                "EMPTY_LIST BINPUT 00 MARK NONE BINGET 00 APPENDS STOP",
                "EMPTY_DICT BINPUT 00 NONE BINGET 00 SETITEM STOP",
                "EMPTY_DICT BINPUT 00 BINGET 00 NONE SETITEM STOP",
                "EMPTY_SET BINPUT 00 MARK BINGET 00 ADDITEMS STOP",
                // Through another
                "EMPTY_LIST BINPUT 00 BINGET 00 TUPLE1 APPEND STOP",
                "EMPTY_LIST BINPUT 00 EMPTY_LIST BINGET 00 APPEND APPEND STOP",
                "EMPTY_DICT BINPUT 00 NONE EMPTY_LIST BINGET 00 APPEND SETITEM STOP",
                // As Python writes t = ([],); t[0].append(t)
                "EMPTY_LIST BINPUT 00 BINGET 00 TUPLE1 BINPUT 01 APPEND POP BINGET 01 STOP",
                // Not yet itself, but nobody may wait for that
                "EMPTY_LIST DUP TUPLE1 POP NONE APPEND STOP",
            })
    void nothingContainsItself(String program) {
        assertMalformed(program, "cannot grow");
    }

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
        assertMalformed("INT '1' " + digits + " LF STOP", "more than 4300 digits");
        assertMalformed("LONG '-1' " + digits + " 'L' LF STOP", "more than 4300 digits");
        assertMalformed("LONG4 fb 06 00 00 1787*01 STOP", "more than 4300 digits");
        assertMalformed("LONG4 00 00 0f 00 983040*01 STOP", "more than 4300 digits");
    }

    @Test
    void aHundredLevelsAreAllowedAndOneMoreIsNot() throws Exception {
        assertThat(Pickles.read(Pickles.assemble("NONE 100*TUPLE1 STOP")).repr())
                .startsWith("(".repeat(100));
        assertThat(Pickles.read(Pickles.assemble("100*EMPTY_LIST 99*APPEND STOP")).repr())
                .startsWith("[".repeat(100));
        assertThat(Pickles.read(Pickles.assemble("100*MARK 100*LIST STOP")).repr())
                .startsWith("[".repeat(100));

        assertMalformed("NONE 101*TUPLE1 STOP", "more than 100 levels");
        assertMalformed("101*EMPTY_LIST 100*APPEND STOP", "more than 100 levels");
        assertMalformed("101*MARK 101*LIST STOP", "more than 100 levels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100000*MARK 100000*LIST STOP",
                "NONE 100000*TUPLE1 STOP",
                "60000*EMPTY_LIST 60000*APPEND STOP",
            })
    void aHundredThousandLevelsAreTooMany(String program) {
        assertMalformed(program, "more than 100 levels");
    }

    @Test
    void theStackAndTheMemoHaveAnEnd() throws Exception {
        assertThat(Pickles.read(Pickles.assemble("65536*NONE STOP")).repr()).isEqualTo("None");
        assertMalformed("65537*NONE STOP", "more than 65536 values at once");
        assertThat(Pickles.read(Pickles.assemble("NONE 65536*MEMOIZE STOP")).repr())
                .isEqualTo("None");
        assertMalformed("NONE 65537*MEMOIZE STOP", "more than 65536 values in the memo");
    }

    @Test
    void sharingIsAllowedAsLongAsTheWholeCouldBeWrittenOut() throws Exception {
        // Each level holds the one below twice: 2^19 times None, and as many tuples.
        assertThat(Pickles.read(sharing(19)).repr()).hasSizeGreaterThan(1 << 20);

        assertMalformed(sharing(20), "more than 1048576 bytes, written out");
        assertMalformed(sharing(40), "more than 1048576 bytes, written out");
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
        assertMalformed(
                "BINUNICODE 00 00 01 00 65536*'a' MEMOIZE MARK "
                        + "BINGET 00 ".repeat(16)
                        + "LIST STOP",
                "more than 1048576 bytes, written out");
        assertMalformed(
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

        assertMalformed(program, "more than 1048576 bytes, written out");
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

    private static void assertMalformed(String program, String reason) {
        assertMalformed(Pickles.assemble(program), reason);
    }

    private static void assertMalformed(byte[] pickle, String reason) {
        assertThatThrownBy(() -> Pickles.read(pickle))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        refused ->
                                assertThat(refused.failure()).isInstanceOf(Failure.Malformed.class))
                .hasMessageContaining(reason);
    }
}
