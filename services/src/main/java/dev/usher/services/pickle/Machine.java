package dev.usher.services.pickle;

import static dev.usher.FailureException.malformed;
import static dev.usher.services.pickle.Program.notAllowed;

import dev.usher.FailureException;
import dev.usher.services.pickle.Container.Kind;
import dev.usher.services.pickle.Item.Finished;
import dev.usher.services.pickle.PickleValue.Bool;
import dev.usher.services.pickle.PickleValue.Bytes;
import dev.usher.services.pickle.PickleValue.Int;
import dev.usher.services.pickle.PickleValue.None;
import dev.usher.services.pickle.PickleValue.Real;
import dev.usher.services.pickle.PickleValue.Str;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The stack machine that a pickle is a program for, as far as it makes values and nothing else. The
 * program is straight: no opcode jumps, each is executed once.
 */
final class Machine {

    private static final int LAST_PROTOCOL = 5;

    private final Arguments arguments;
    private final Stack stack = new Stack();
    private final Memo memo = new Memo();
    private final Measures measures = new Measures();

    /** How many bytes come after the last frame. */
    private int afterFrame = Integer.MAX_VALUE;

    private Machine(ByteBuffer program) {
        arguments = new Arguments(program);
    }

    /**
     * Executes a whole program.
     *
     * @param program what {@link Program#read} returned
     * @return the value that is on top of the stack in the end
     */
    static PickleValue run(ByteBuffer program) throws FailureException {
        return new Machine(program).run();
    }

    private PickleValue run() throws FailureException {
        Opcode opcode;
        do {
            int end = afterFrame;
            boolean inFrame = arguments.remaining() > end;
            opcode = arguments.opcode();
            execute(opcode);
            if (inFrame && arguments.remaining() < end) {
                throw malformed("an opcode that crosses the end of its FRAME");
            }
        } while (opcode != Opcode.STOP);
        return stack.top().finish().value();
    }

    private void execute(Opcode opcode) throws FailureException {
        switch (opcode) {
            case INT -> push(intOrBool(arguments.numeral()));
            case BININT -> push(Int.of(arguments.int4()));
            case BININT1 -> push(Int.of(arguments.uint1()));
            case BININT2 -> push(Int.of(arguments.uint2()));
            case LONG -> push(new Int(Numerals.longInteger(arguments.numeral())));
            case LONG1 -> push(new Int(Numerals.twosComplement(arguments.counted1())));
            case LONG4 -> push(new Int(Numerals.twosComplement(arguments.counted4())));

            case STRING -> push(new Str(Text.quoted(arguments.line())));
            case UNICODE -> push(new Str(Text.rawUnicodeEscape(arguments.line())));
            case SHORT_BINSTRING, SHORT_BINUNICODE ->
                    push(new Str(Text.utf8(arguments.counted1())));
            case BINSTRING, BINUNICODE -> push(new Str(Text.utf8(arguments.counted4())));
            case BINUNICODE8 -> push(new Str(Text.utf8(arguments.counted8())));

            case SHORT_BINBYTES -> push(new Bytes(arguments.counted1()));
            case BINBYTES -> push(new Bytes(arguments.counted4()));
            case BINBYTES8, BYTEARRAY8 -> push(new Bytes(arguments.counted8()));

            case NONE -> push(new None());
            case NEWTRUE -> push(new Bool(true));
            case NEWFALSE -> push(new Bool(false));

            case FLOAT -> push(new Real(Numerals.real(arguments.numeral())));
            case BINFLOAT -> push(new Real(arguments.float8()));

            case EMPTY_LIST -> push(Kind.LIST, List.of());
            case LIST -> push(Kind.LIST, stack.popMark());
            case APPEND -> fill(Kind.LIST, stack.pop(1));
            case APPENDS -> fill(Kind.LIST, stack.popMark());

            case EMPTY_TUPLE -> push(Kind.TUPLE, List.of());
            case TUPLE -> push(Kind.TUPLE, stack.popMark());
            case TUPLE1 -> push(Kind.TUPLE, stack.pop(1));
            case TUPLE2 -> push(Kind.TUPLE, stack.pop(2));
            case TUPLE3 -> push(Kind.TUPLE, stack.pop(3));

            case EMPTY_DICT -> push(Kind.DICT, List.of());
            case DICT -> push(Kind.DICT, stack.popMark());
            case SETITEM -> fill(Kind.DICT, stack.pop(2));
            case SETITEMS -> fill(Kind.DICT, stack.popMark());

            case EMPTY_SET -> push(Kind.SET, List.of());
            case ADDITEMS -> fill(Kind.SET, stack.popMark());
            case FROZENSET -> push(Kind.FROZENSET, stack.popMark());

            case MARK -> stack.mark();
            case DUP -> stack.push(stack.top());
            case POP -> stack.drop();
            case POP_MARK -> stack.popMark();

            case PUT -> memo.put(Numerals.index(arguments.numeral()), stack.top());
            case BINPUT -> memo.put(arguments.uint1(), stack.top());
            case LONG_BINPUT -> memo.put(arguments.uint4(), stack.top());
            case MEMOIZE -> memo.add(stack.top());
            case GET -> stack.push(memo.get(Numerals.index(arguments.numeral())));
            case BINGET -> stack.push(memo.get(arguments.uint1()));
            case LONG_BINGET -> stack.push(memo.get(arguments.uint4()));

            case PROTO -> checkProtocol(arguments.uint1());
            case FRAME -> enterFrame(arguments.uint8());

            case STOP -> {}

            // Program has refused these before. They mean nothing here either.
            case NEXT_BUFFER, READONLY_BUFFER, EXT1, EXT2, EXT4, GLOBAL, STACK_GLOBAL, REDUCE ->
                    throw notAllowed(opcode);
            case BUILD, INST, OBJ, NEWOBJ, NEWOBJ_EX, PERSID, BINPERSID -> throw notAllowed(opcode);
        }
    }

    private void push(PickleValue scalar) throws FailureException {
        stack.push(Finished.scalar(scalar));
    }

    private void push(Kind kind, List<Item> items) throws FailureException {
        var container = new Container(kind, measures);
        container.addAll(items);
        stack.push(container);
    }

    private void fill(Kind kind, List<Item> items) throws FailureException {
        if (stack.top() instanceof Container container && container.kind() == kind) {
            container.addAll(items);
        } else {
            throw malformed("items for a value that is no " + kind);
        }
    }

    private static PickleValue intOrBool(String numeral) throws FailureException {
        return switch (numeral) {
            case "00" -> new Bool(false);
            case "01" -> new Bool(true);
            default -> new Int(Numerals.integer(numeral));
        };
    }

    private static void checkProtocol(int protocol) throws FailureException {
        if (protocol > LAST_PROTOCOL) {
            throw malformed("protocol " + protocol + " is not known");
        }
    }

    /**
     * Begins a frame: so many bytes that may be read at once (PEP 3154), whole opcodes all of them.
     * We need to know no more, but who relies on it would see other opcodes than we if it were
     * wrong.
     */
    private void enterFrame(long length) throws FailureException {
        if (length < 0 || length > arguments.remaining()) {
            throw malformed("a FRAME that is longer than its pickle");
        }
        if (arguments.remaining() > afterFrame) {
            throw malformed("a FRAME within a FRAME");
        }
        afterFrame = arguments.remaining() - (int) length;
    }
}
