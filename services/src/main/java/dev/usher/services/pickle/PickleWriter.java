package dev.usher.services.pickle;

import dev.usher.Output;
import dev.usher.services.pickle.PickleValue.Bool;
import dev.usher.services.pickle.PickleValue.Bytes;
import dev.usher.services.pickle.PickleValue.Dict;
import dev.usher.services.pickle.PickleValue.Entry;
import dev.usher.services.pickle.PickleValue.FrozenSet;
import dev.usher.services.pickle.PickleValue.Int;
import dev.usher.services.pickle.PickleValue.None;
import dev.usher.services.pickle.PickleValue.Real;
import dev.usher.services.pickle.PickleValue.Str;
import dev.usher.services.pickle.PickleValue.Tuple;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes values so that {@code pickle.loads} of any Python from 2.3 on reads them: in protocol 2,
 * and where bytes or sets need them in 3 or 4 (Python 3.0 and 3.4).
 *
 * <p>The bytes are those of {@code pickle.dumps}, less the opcodes that put values into the memo:
 * it is not used, so that what a value has in several places is written as often. Long lists, sets
 * and dicts are written in one batch.
 */
public final class PickleWriter {

    /** The most that one byte can count. */
    private static final int MAX_COUNT_1 = 255;

    private final Output output;

    private PickleWriter(Output output) {
        this.output = output;
    }

    /** Writes one value, whole. Half of a surrogate pair is written as a question mark. */
    public static void write(Output output, PickleValue value) throws IOException {
        var writer = new PickleWriter(output);
        writer.write(Opcode.PROTO);
        output.write(protocol(value));
        writer.write(value);
        writer.write(Opcode.STOP);
    }

    /** The lowest protocol from 2 on that has opcodes for this value. */
    private static int protocol(PickleValue value) {
        return switch (value) {
            case None _, Bool _, Int _, Real _, Str _ -> 2;
            case Bytes _ -> 3;
            case PickleValue.Set _, FrozenSet _ -> 4;
            case PickleValue.List(var items) -> protocol(items);
            case Tuple(var items) -> protocol(items);
            case Dict(var entries) -> protocol(keysAndValues(entries));
        };
    }

    private static int protocol(List<PickleValue> items) {
        return items.stream().mapToInt(PickleWriter::protocol).max().orElse(2);
    }

    private static List<PickleValue> keysAndValues(List<Entry> entries) {
        return entries.stream().flatMap(entry -> Stream.of(entry.key(), entry.value())).toList();
    }

    private void write(PickleValue value) throws IOException {
        switch (value) {
            case None _ -> write(Opcode.NONE);
            case Bool(var truth) -> write(truth ? Opcode.NEWTRUE : Opcode.NEWFALSE);
            case Int(var number) -> writeInt(number);
            case Real(var number) -> writeReal(number);
            case Str(var text) -> writeText(text.getBytes(StandardCharsets.UTF_8));
            case Bytes bytes -> writeBytes(bytes.toByteArray());
            case PickleValue.List(var items) -> writeList(items);
            case Tuple(var items) -> writeTuple(items);
            case PickleValue.Set(var items) -> writeSet(items);
            case FrozenSet(var items) -> writeMarked(items, Opcode.FROZENSET);
            case Dict(var entries) -> writeDict(keysAndValues(entries));
        }
    }

    private void writeInt(BigInteger number) throws IOException {
        if (number.bitLength() < Integer.SIZE) {
            writeInt(number.intValue());
            return;
        }
        byte[] bigEndian = number.toByteArray();
        if (bigEndian.length <= MAX_COUNT_1) {
            write(Opcode.LONG1);
            output.write(bigEndian.length);
        } else {
            write(Opcode.LONG4);
            writeInt4(bigEndian.length);
        }
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            output.write(bigEndian[i]);
        }
    }

    private void writeInt(int number) throws IOException {
        if (number >>> Byte.SIZE == 0) {
            write(Opcode.BININT1);
            output.write(number);
        } else if (number >>> Short.SIZE == 0) {
            write(Opcode.BININT2);
            output.writeShort(Short.reverseBytes((short) number));
        } else {
            write(Opcode.BININT);
            writeInt4(number);
        }
    }

    /** The one number in a pickle that is big-endian. */
    private void writeReal(double number) throws IOException {
        write(Opcode.BINFLOAT);
        output.writeLong(Double.doubleToLongBits(number));
    }

    private void writeText(byte[] utf8) throws IOException {
        write(Opcode.BINUNICODE);
        writeInt4(utf8.length);
        output.write(utf8);
    }

    private void writeBytes(byte[] bytes) throws IOException {
        if (bytes.length <= MAX_COUNT_1) {
            write(Opcode.SHORT_BINBYTES);
            output.write(bytes.length);
        } else {
            write(Opcode.BINBYTES);
            writeInt4(bytes.length);
        }
        output.write(bytes);
    }

    private void writeList(List<PickleValue> items) throws IOException {
        write(Opcode.EMPTY_LIST);
        if (items.size() == 1) {
            writeAll(items);
            write(Opcode.APPEND);
        } else if (!items.isEmpty()) {
            writeMarked(items, Opcode.APPENDS);
        }
    }

    private void writeTuple(List<PickleValue> items) throws IOException {
        if (items.size() > 3) {
            writeMarked(items, Opcode.TUPLE);
            return;
        }
        writeAll(items);
        write(
                switch (items.size()) {
                    case 0 -> Opcode.EMPTY_TUPLE;
                    case 1 -> Opcode.TUPLE1;
                    case 2 -> Opcode.TUPLE2;
                    default -> Opcode.TUPLE3;
                });
    }

    private void writeSet(List<PickleValue> items) throws IOException {
        write(Opcode.EMPTY_SET);
        if (!items.isEmpty()) {
            writeMarked(items, Opcode.ADDITEMS);
        }
    }

    private void writeDict(List<PickleValue> keysAndValues) throws IOException {
        write(Opcode.EMPTY_DICT);
        if (keysAndValues.size() == 2) {
            writeAll(keysAndValues);
            write(Opcode.SETITEM);
        } else if (!keysAndValues.isEmpty()) {
            writeMarked(keysAndValues, Opcode.SETITEMS);
        }
    }

    private void writeMarked(List<PickleValue> items, Opcode end) throws IOException {
        write(Opcode.MARK);
        writeAll(items);
        write(end);
    }

    private void writeAll(List<PickleValue> items) throws IOException {
        for (var item : items) {
            write(item);
        }
    }

    private void writeInt4(int number) throws IOException {
        output.writeInt(Integer.reverseBytes(number));
    }

    private void write(Opcode opcode) throws IOException {
        output.write(opcode.code());
    }
}
