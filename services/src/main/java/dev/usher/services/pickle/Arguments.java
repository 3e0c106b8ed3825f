package dev.usher.services.pickle;

import dev.usher.FailureException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The opcodes of a {@link Program} and what follows them, one after another. All of it is there:
 * nothing is waited for, and whoever takes what an opcode's {@link Argument} says never meets the
 * end.
 */
final class Arguments {

    private final ByteBuffer program;

    Arguments(ByteBuffer program) {
        this.program = program;
    }

    Opcode opcode() throws FailureException {
        return Opcode.of(uint1());
    }

    int uint1() {
        return Byte.toUnsignedInt(program.get());
    }

    int uint2() {
        return Short.toUnsignedInt(program.getShort());
    }

    int int4() {
        return program.getInt();
    }

    long uint4() {
        return Integer.toUnsignedLong(int4());
    }

    /** Unsigned: from 2^63 on it is below zero here. */
    long uint8() {
        return program.getLong();
    }

    /** Big-endian, unlike everything else in a pickle. */
    double float8() {
        return Double.longBitsToDouble(Long.reverseBytes(program.getLong()));
    }

    byte[] counted1() {
        return bytes(uint1());
    }

    byte[] counted4() {
        return bytes(int4());
    }

    byte[] counted8() {
        return bytes((int) uint8());
    }

    byte[] line() {
        int length = 0;
        while (program.get(program.position() + length) != '\n') {
            length++;
        }
        var line = bytes(length);
        program.get();
        return line;
    }

    /** A line that should be ASCII. */
    String numeral() {
        return new String(line(), StandardCharsets.ISO_8859_1);
    }

    /** How many bytes there are still. */
    int remaining() {
        return program.remaining();
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        program.get(bytes);
        return bytes;
    }
}
