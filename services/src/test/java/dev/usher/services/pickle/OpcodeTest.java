package dev.usher.services.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** All opcodes, one after another. */
class OpcodeTest {

    /** The allowed ones; {@link Pickles#assemble} says how to read them. STOP follows. */
    private static final String ALLOWED =
            """
            INT '-12' LF                                           | -12
            INT '0' LF                                             | 0
            INT '00' LF                                            | False
            INT '01' LF                                            | True
            BININT fe ff ff ff                                     | -2
            BININT1 fe                                             | 254
            BININT2 fe ff                                          | 65534
            LONG '-12L' LF                                         | -12
            LONG '12' LF                                           | 12
            LONG1 00                                               | 0
            LONG1 02 00 80                                         | -32768
            LONG4 03 00 00 00 00 80 00                             | 32768
            STRING ''a\\x62\\143\\n\\\\\\''' LF                          | "abc\\n\\\\'"
            STRING '"\\a\\b\\t\\v\\f\\r\\'\\""' LF                         | '\\x07\\x08\\t\\x0b\\x0c\\r\\'"'
            STRING ''\\18\\0'' LF                                    | '\\x018\\x00'
            BINSTRING 02 00 00 00 c3 ab                            | 'ë'
            SHORT_BINSTRING 02 c3 ab                               | 'ë'
            BINBYTES 02 00 00 00 c3 ab                             | b'\\xc3\\xab'
            SHORT_BINBYTES 02 c3 ab                                | b'\\xc3\\xab'
            BINBYTES8 02 00 00 00 00 00 00 00 c3 ab                | b'\\xc3\\xab'
            BYTEARRAY8 02 00 00 00 00 00 00 00 c3 ab               | b'\\xc3\\xab'
            NONE                                                   | None
            NEWTRUE                                                | True
            NEWFALSE                                               | False
            UNICODE eb '\\u65e5\\U0001f600' LF                       | 'ë日😀'
            UNICODE '\\\\u0041\\n\\' LF                                | '\\\\\\\\u0041\\\\n\\\\'
            SHORT_BINUNICODE 02 c3 ab                              | 'ë'
            BINUNICODE 02 00 00 00 c3 ab                           | 'ë'
            BINUNICODE 03 00 00 00 ed b2 80                        | '\\udc80'
            BINUNICODE8 02 00 00 00 00 00 00 00 c3 ab              | 'ë'
            FLOAT '-1.5e-07' LF                                    | -1.5e-07
            FLOAT '-inf' LF                                        | -inf
            BINFLOAT 3f f8 00 00 00 00 00 00                       | 1.5
            EMPTY_LIST                                             | []
            EMPTY_LIST NONE APPEND BININT1 07 APPEND               | [None, 7]
            EMPTY_LIST MARK NONE NONE APPENDS MARK APPENDS         | [None, None]
            MARK NONE NONE LIST NEWTRUE APPEND                     | [None, None, True]
            EMPTY_TUPLE                                            | ()
            MARK NONE NONE TUPLE                                   | (None, None)
            BININT1 01 TUPLE1                                      | (1,)
            BININT1 01 BININT1 02 TUPLE2                           | (1, 2)
            BININT1 01 BININT1 02 BININT1 03 TUPLE3                | (1, 2, 3)
            EMPTY_DICT                                             | {}
            MARK BININT1 01 BININT1 02 DICT NONE NONE SETITEM      | {1: 2, None: None}
            EMPTY_DICT BININT1 01 NONE SETITEM                     | {1: None}
            EMPTY_DICT MARK NEWTRUE NONE NONE NEWTRUE SETITEMS     | {True: None, None: True}
            EMPTY_DICT MARK NONE NEWTRUE NONE NEWFALSE SETITEMS    | {None: False}
            EMPTY_SET                                              | set()
            EMPTY_SET MARK BININT1 02 BININT1 01 ADDITEMS          | {1, 2}
            EMPTY_SET MARK NONE NONE ADDITEMS                      | {None}
            MARK BININT1 02 BININT1 01 FROZENSET                   | frozenset({1, 2})
            NONE NEWTRUE POP                                       | None
            NONE MARK POP                                          | None
            BININT1 07 DUP TUPLE2                                  | (7, 7)
            MARK NONE                                              | None
            NONE MARK NEWTRUE NEWTRUE POP_MARK                     | None
            NONE PUT '7' LF NEWTRUE GET '7' LF                     | None
            NONE BINPUT ff NEWTRUE BINGET ff                       | None
            NONE LONG_BINPUT ff ff 00 00 NEWTRUE LONG_BINGET ff ff 00 00 | None
            NONE MEMOIZE NEWTRUE MEMOIZE BINGET 00                 | None
            NONE BINPUT 00 NEWTRUE BINPUT 00 BINGET 00             | True
            PROTO 05 NONE                                          | None
            FRAME 02 00 00 00 00 00 00 00 NONE                     | None
                    FRAME 01 7*00 NONE FRAME 02 7*00 NONE              | None
                    FRAME 02 7*00 BININT1 07 BININT 4*00 POP           | 7
            NONE STOP NEWTRUE                                      | None
            """;

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = ALLOWED)
    void anAllowedOpcodeDoesWhatItDoesInPython(String program, String repr) throws IOException {
        assertThat(Pickles.read(Pickles.assemble(program + " STOP")).repr()).isEqualTo(repr);
    }

    @Test
    void eachOpcodeIsEitherAllowedOrRefused() {
        var allowed = EnumSet.allOf(Opcode.class);
        allowed.removeAll(refused());

        assertThat(ALLOWED.split("\\W+", -1))
                .contains(names(allowed))
                .doesNotContain(names(refused()));
    }

    private static String[] names(Set<Opcode> opcodes) {
        return opcodes.stream().map(Opcode::name).toArray(String[]::new);
    }

    /** Whatever would look up, import or call something, or continue outside of the pickle. */
    static Set<Opcode> refused() {
        return EnumSet.of(
                Opcode.NEXT_BUFFER,
                Opcode.READONLY_BUFFER,
                Opcode.EXT1,
                Opcode.EXT2,
                Opcode.EXT4,
                Opcode.GLOBAL,
                Opcode.STACK_GLOBAL,
                Opcode.REDUCE,
                Opcode.BUILD,
                Opcode.INST,
                Opcode.OBJ,
                Opcode.NEWOBJ,
                Opcode.NEWOBJ_EX,
                Opcode.PERSID,
                Opcode.BINPERSID);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void anyOtherOpcodeIsRefusedByItsName(Opcode opcode) {
        assertThatThrownBy(() -> Pickles.read(Pickles.assemble(opcode.name())))
                .isInstanceOf(FailureException.class)
                .hasMessage("malformed: " + opcode + " is not allowed");
    }

    @Test
    void aByteThatIsNoOpcodeIsNamed() {
        var known = Arrays.stream(Opcode.values()).map(Opcode::code).toList();
        List<Integer> unknown =
                IntStream.range(0, 256).boxed().filter(code -> !known.contains(code)).toList();

        assertThat(known).hasSize(68).doesNotHaveDuplicates();
        assertThat(unknown).hasSize(256 - 68);
        for (int code : unknown) {
            assertThatThrownBy(() -> Pickles.read(new byte[] {(byte) code}))
                    .isInstanceOf(FailureException.class)
                    .hasMessage("malformed: unknown opcode 0x%02x", code);
        }
    }
}
