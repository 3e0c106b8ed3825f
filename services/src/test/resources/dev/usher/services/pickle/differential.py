"""Python's side of PickleDifferentialTest. Values are told in a notation of their own, so that the
types show and nothing depends on how either side prints its values.

    python3 differential.py dump SEED COUNT    random pickles: hexadecimal, a tab, the notation
    python3 differential.py load               for each pickle on stdin (hexadecimal) the notation,
                                               a tab, and the protocol that has the same bytes
    python3 differential.py opcodes            the names and numbers of all opcodes
"""
import io
import pickle
import pickletools
import random
import struct
import sys


def notation(value):
    kind = type(value)
    if kind is bool or value is None:
        return str(value)
    if kind is int:
        return "i%x" % value
    if kind is float:
        return "f" + ("nan" if value != value else struct.pack(">d", value).hex())
    if kind is str:
        return "s" + value.encode("utf-16-be", "surrogatepass").hex()
    if kind in (bytes, bytearray):
        return "b" + bytes(value).hex()
    if kind is list:
        return "[%s]" % ",".join(map(notation, value))
    if kind is tuple:
        return "(%s)" % ",".join(map(notation, value))
    if kind is set:
        return "{%s}" % ",".join(sorted(map(notation, value)))
    if kind is frozenset:
        return "<%s>" % ",".join(sorted(map(notation, value)))
    if kind is dict:
        return "d{%s}" % ",".join(notation(k) + ":" + notation(v) for k, v in value.items())
    raise TypeError(kind)


class Values:
    """Random values that a protocol has opcodes for."""

    def __init__(self, generator, protocol):
        self.random = generator
        self.protocol = protocol
        self.made = []

    def value(self, depth):
        if self.made and self.random.random() < 0.1:
            return self.random.choice(self.made)
        value = self.container(depth) if depth and self.random.random() < 0.7 else self.scalar()
        self.made.append(value)
        return value

    def container(self, depth):
        kinds = "list list tuple dict dict".split()
        if self.protocol >= 4:
            kinds += ["set", "frozenset"]
        kind = self.random.choice(kinds)
        if kind == "list":
            return [self.value(depth - 1) for _ in range(self.size())]
        if kind == "tuple":
            return tuple(self.value(depth - 1) for _ in range(self.size()))
        if kind == "dict":
            return {self.key(depth - 1): self.value(depth - 1) for _ in range(self.size())}
        keys = [self.key(depth - 1) for _ in range(self.size())]
        return set(keys) if kind == "set" else frozenset(keys)

    def key(self, depth):
        # No bool and no float: 1, True and 1.0 are one key for Python, and three for us.
        if depth and self.random.random() < 0.2:
            return tuple(self.key(depth - 1) for _ in range(self.size()))
        if depth and self.protocol >= 4 and self.random.random() < 0.1:
            return frozenset(self.key(depth - 1) for _ in range(self.size()))
        return self.random.choice([self.integer, self.text, self.data, lambda: None])()

    def scalar(self):
        return self.random.choice([
            self.integer, self.integer, self.text, self.text, self.real, self.data,
            lambda: None, lambda: True, lambda: False])()

    def size(self):
        return self.random.choice([0, 1, 1, 2, 2, 3, 4, 5, 8])

    def integer(self):
        bits = self.random.choice([1, 8, 9, 16, 17, 31, 32, 33, 63, 64, 65, 300, 2039, 2040, 2041, 14000])
        number = self.random.getrandbits(bits)
        return self.random.choice([number, -number, 1 << bits, -1 << bits, (1 << bits) - 1])

    def real(self):
        numbers = [0.0, -0.0, 1.5, float("inf"), float("-inf"), float("nan"), 1e16, 1e-5, 5e-324]
        random_bits = struct.unpack(">d", struct.pack(">Q", self.random.getrandbits(64)))[0]
        return self.random.choice(numbers + 3 * [random_bits])

    def text(self):
        alphabet = self.random.choice(["abc", "a'\"\\\n\r\t\0\x1a\x7f", "\xe9\xff\u0100\u65e5", "a\U0001f600",
                                       "u0041\\U", "\ud800a\udc80"])
        text = "".join(self.random.choice(alphabet) for _ in range(self.random.choice([0, 1, 2, 5, 70, 300])))
        # Two halves that meet are one character in Java and remain two in Python.
        return text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")

    def data(self):
        if self.protocol < 3:
            return None
        return bytes(self.random.getrandbits(8) for _ in range(self.random.choice([0, 1, 5, 300])))


def special(generator, protocol):
    """Where the picklers change their ways."""
    deep = None
    for _ in range(100):
        deep = generator.choice([lambda v: [v], lambda v: (v,), lambda v: {"a": v}])(deep)
    yield deep
    yield list(range(2501))
    yield {i: None for i in range(1001)}
    yield [[] for _ in range(300)]  # more than one byte counts
    yield ["x%d" % i for i in range(300)] * 2
    yield tuple(range(1500))
    yield "x" * 70000  # more than one frame
    if protocol >= 3:
        yield b"x" * 70000
    if protocol >= 4:
        yield set(range(1001))
        yield frozenset(range(1001))
    if protocol >= 5:
        yield bytearray(b"x" * 300)


def dump(seed, count):
    generator = random.Random(seed)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        values = list(special(generator, protocol))
        values += [Values(generator, protocol).value(generator.randrange(6)) for _ in range(count)]
        for value in values:
            dumped = pickle.dumps(value, protocol)
            for one in dict.fromkeys(
                    [dumped, pickle._dumps(value, protocol), pickletools.optimize(dumped)]):
                print(one.hex(), notation(value), sep="\t")


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError("a pickle that asks for %s.%s" % (module, name))


def load():
    for line in sys.stdin:
        pickled = bytes.fromhex(line)
        try:
            value = Unpickler(io.BytesIO(pickled), encoding="utf-8", errors="surrogatepass").load()
            print(notation(value), same_bytes(value, pickled), sep="\t")
        except Exception as e:
            print("%s: %s" % (type(e).__name__, e), "", sep="\t")


def same_bytes(value, pickled):
    """The protocol in which this value has these bytes, when the memo is not used."""
    for protocol in range(2, 4):
        out = io.BytesIO()
        pickler = pickle.Pickler(out, protocol)
        pickler.fast = True
        try:
            pickler.dump(value)
        except ValueError:
            pass
        if out.getvalue() == pickled:
            return protocol
    return ""


if __name__ == "__main__":
    if pickle.HIGHEST_PROTOCOL < 5:
        sys.exit(3)
    elif sys.argv[1] == "dump":
        dump(int(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1] == "load":
        load()
    else:
        for opcode in pickletools.opcodes:
            print(opcode.name, ord(opcode.code))
