package dev.usher.services.pickle;

import static dev.usher.services.pickle.Argument.COUNTED_BY_1;
import static dev.usher.services.pickle.Argument.COUNTED_BY_4;
import static dev.usher.services.pickle.Argument.COUNTED_BY_8;
import static dev.usher.services.pickle.Argument.EIGHT_BYTES;
import static dev.usher.services.pickle.Argument.FOUR_BYTES;
import static dev.usher.services.pickle.Argument.LINE;
import static dev.usher.services.pickle.Argument.NOTHING;
import static dev.usher.services.pickle.Argument.ONE_BYTE;
import static dev.usher.services.pickle.Argument.REFUSED;
import static dev.usher.services.pickle.Argument.TWO_BYTES;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

/**
 * The instructions of the pickle machine: all of CPython's {@code pickletools.opcodes}, in its
 * order, each with the byte that stands for it and what follows.
 */
enum Opcode {
    // Ints; INT is also how protocols 0 and 1 write a bool
    INT('I', LINE),
    BININT('J', FOUR_BYTES),
    BININT1('K', ONE_BYTE),
    BININT2('M', TWO_BYTES),
    LONG('L', LINE),
    LONG1(0x8a, COUNTED_BY_1),
    LONG4(0x8b, COUNTED_BY_4),

    // The str of Python 2
    STRING('S', LINE),
    BINSTRING('T', COUNTED_BY_4),
    SHORT_BINSTRING('U', COUNTED_BY_1),

    // Bytes; the last two are about buffers that come by another way
    BINBYTES('B', COUNTED_BY_4),
    SHORT_BINBYTES('C', COUNTED_BY_1),
    BINBYTES8(0x8e, COUNTED_BY_8),
    BYTEARRAY8(0x96, COUNTED_BY_8),
    NEXT_BUFFER(0x97, REFUSED),
    READONLY_BUFFER(0x98, REFUSED),

    // None and bool
    NONE('N', NOTHING),
    NEWTRUE(0x88, NOTHING),
    NEWFALSE(0x89, NOTHING),

    // Text
    UNICODE('V', LINE),
    SHORT_BINUNICODE(0x8c, COUNTED_BY_1),
    BINUNICODE('X', COUNTED_BY_4),
    BINUNICODE8(0x8d, COUNTED_BY_8),

    // Floats
    FLOAT('F', LINE),
    BINFLOAT('G', EIGHT_BYTES),

    // Lists
    EMPTY_LIST(']', NOTHING),
    APPEND('a', NOTHING),
    APPENDS('e', NOTHING),
    LIST('l', NOTHING),

    // Tuples
    EMPTY_TUPLE(')', NOTHING),
    TUPLE('t', NOTHING),
    TUPLE1(0x85, NOTHING),
    TUPLE2(0x86, NOTHING),
    TUPLE3(0x87, NOTHING),

    // Dicts
    EMPTY_DICT('}', NOTHING),
    DICT('d', NOTHING),
    SETITEM('s', NOTHING),
    SETITEMS('u', NOTHING),

    // Sets
    EMPTY_SET(0x8f, NOTHING),
    ADDITEMS(0x90, NOTHING),
    FROZENSET(0x91, NOTHING),

    // The stack
    POP('0', NOTHING),
    DUP('2', NOTHING),
    MARK('(', NOTHING),
    POP_MARK('1', NOTHING),

    // The memo
    GET('g', LINE),
    BINGET('h', ONE_BYTE),
    LONG_BINGET('j', FOUR_BYTES),
    PUT('p', LINE),
    BINPUT('q', ONE_BYTE),
    LONG_BINPUT('r', FOUR_BYTES),
    MEMOIZE(0x94, NOTHING),

    // What the receiver looks up for the sender, imports and calls
    EXT1(0x82, REFUSED),
    EXT2(0x83, REFUSED),
    EXT4(0x84, REFUSED),
    GLOBAL('c', REFUSED),
    STACK_GLOBAL(0x93, REFUSED),
    REDUCE('R', REFUSED),
    BUILD('b', REFUSED),
    INST('i', REFUSED),
    OBJ('o', REFUSED),
    NEWOBJ(0x81, REFUSED),
    NEWOBJ_EX(0x92, REFUSED),

    // The pickle itself
    PROTO(0x80, ONE_BYTE),
    STOP('.', NOTHING),
    FRAME(0x95, EIGHT_BYTES),

    // What the receiver keeps elsewhere
    PERSID('P', REFUSED),
    BINPERSID('Q', REFUSED);

    private static final @Nullable Opcode[] BY_CODE = byCode();

    private final int code;
    private final Argument argument;

    Opcode(int code, Argument argument) {
        this.code = code;
        this.argument = argument;
    }

    /** The byte that stands for this, 0 to 255. */
    int code() {
        return code;
    }

    Argument argument() {
        return argument;
    }

    /**
     * The opcode that a byte stands for.
     *
     * @throws FailureException malformed, if it stands for none
     */
    static Opcode of(int code) throws FailureException {
        Opcode opcode = BY_CODE[code];
        if (opcode == null) {
            throw FailureException.malformed("unknown opcode 0x%02x".formatted(code));
        }
        return opcode;
    }

    private static @Nullable Opcode[] byCode() {
        var opcodes = new @Nullable Opcode[256];
        for (var opcode : values()) {
            opcodes[opcode.code] = opcode;
        }
        return opcodes;
    }
}
