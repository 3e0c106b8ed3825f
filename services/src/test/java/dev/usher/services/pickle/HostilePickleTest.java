package dev.usher.services.pickle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        Pickles.assertMalformed(program, opcode + " is not allowed");
    }

    @Test
    void nothingIsExecutedBeforeARefusedOpcode() {
        // The first opcode fails for an empty stack, if it ever comes to it.
        Pickles.assertMalformed("APPEND GLOBAL", "GLOBAL is not allowed");
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
        Pickles.assertMalformed(program, reason);
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
        Pickles.assertMalformed(program, "cannot grow");
    }
}
