package dev.usher.services.pickle;

import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.Input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Gathers the bytes of one pickle, up to its STOP, and does nothing that they say. So a pickle with
 * an opcode that is not allowed has no effect at all, and one whose end does not come holds as much
 * memory as it has bytes, not the many times as much of the values that they make.
 */
final class Program {

    private final Input input;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Program(Input input) {
        this.input = input;
    }

    /**
     * Reads one.
     *
     * @return its opcodes, of which the last one is STOP, and their arguments; all of them whole
     */
    static ByteBuffer read(Input input) throws IOException {
        var program = new Program(input);
        while (program.readOpcode() != Opcode.STOP) {}
        return ByteBuffer.wrap(program.bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Opcode readOpcode() throws IOException {
        var opcode = Opcode.of(readByte());
        switch (opcode.argument()) {
            case NOTHING -> {}
            case ONE_BYTE -> readBytes(Byte.BYTES);
            case TWO_BYTES -> readBytes(Short.BYTES);
            case FOUR_BYTES -> readBytes(Integer.BYTES);
            case EIGHT_BYTES -> readBytes(Long.BYTES);
            case LINE -> readLine();
            case COUNTED_BY_1 -> readBytes(readByte());
            case COUNTED_BY_4 -> readBytes(readCount(Integer.BYTES));
            case COUNTED_BY_8 -> readBytes(readCount(Long.BYTES));
            case REFUSED -> throw notAllowed(opcode);
        }
        return opcode;
    }

    private int readByte() throws IOException {
        claim(1);
        int next = input.read();
        if (next < 0) {
            throw new FailureException(new Failure.CutShort());
        }
        bytes.write(next);
        return next;
    }

    private void readLine() throws IOException {
        while (readByte() != '\n') {}
    }

    /** An unsigned number; the largest of 8 bytes are below zero here, and more than allowed. */
    private long readCount(int length) throws IOException {
        long count = 0;
        for (int i = 0; i < length; i++) {
            count |= (long) readByte() << (Byte.SIZE * i);
        }
        return count;
    }

    private void readBytes(long count) throws IOException {
        claim(count);
        bytes.writeBytes(input.readBytes((int) count));
    }

    /** Makes sure that so many more bytes are allowed, before they are waited for. */
    private void claim(long count) throws FailureException {
        input.checkLimit(count < 0 ? Long.MAX_VALUE : count);
        if (count < 0 || count > PickleReader.MAX_BYTES - bytes.size()) {
            throw new FailureException(new Failure.TooLong(PickleReader.MAX_BYTES));
        }
    }

    static FailureException notAllowed(Opcode opcode) {
        return FailureException.malformed(opcode + " is not allowed");
    }
}
