# coding: utf-8
"""Prints pickles of CPython, one in a line: the value's repr in Python 3, who made it, its bytes.

    python3 vectors.py > vectors.txt && python2 vectors.py >> vectors.txt
"""
from __future__ import print_function, unicode_literals

import binascii
import io
import pickle
import pickletools
import sys

PYTHON_2 = sys.version_info[0] == 2

# Each as repr writes it, sets in ascending order.
VALUES = r"""
None
True
False
0
1
255
256
65535
65536
2147483647
2147483648
-1
-129
-2147483648
-2147483649
123456789012345678901234567890
-123456789012345678901234567890
0.0
-0.0
1.5
0.1
-1e-05
1e+16
1.7976931348623157e+308
5e-324
''
'Alice Brown'
"it's"
'"it\'s"'
'a\\b\\u0041\nc\rd\x00\x1a\tend'
'Zoë'
'日本'
'😀'
[]
[1]
[1, 2, 3]
[[], [[]], [[[]]]]
()
(1,)
(1, 2)
(1, 2, 3)
(1, 2, 3, 4)
((), ((),), ((), ()))
{}
{'a': 1}
{'clientid': 60644}
[None, [True, (False, {'a': {'b': ('c',)}})]]
""".strip().split("\n")

ONLY_PYTHON_3 = r"""
{'student_name': 'Alice Brown', 'github_username': 'abrown', 'sid': 123456789}
{'sid': 1, 1: 2, None: True, (1, 'x'): [], 1.5: {}}
'\udc80'
b''
b'\x00\n\xff'
set()
{1, 2, 3}
{'a'}
frozenset()
frozenset({1, 2})
{frozenset({(1, 'a')}), frozenset({(1, 'b')})}
""".strip().split("\n")

# What repr does not tell; the first of each pair is what a reader is to make of it.
OTHERS = [
    ("inf", "float('inf')"),
    ("-inf", "float('-inf')"),
    ("nan", "float('nan')"),
    ("[[1], [1], [1]]", "[[1]] * 3"),
    ("[(1, 2), (1, 2)]", "[(1, 2)] * 2"),
    ("[{'b': 1}, {'b': 1}]", "[{'b': 1}] * 2"),
    (str(2**2040), "2**2040"),
    (str(-2**2039), "-2**2039"),
    ("'" + 300 * "x" + "'", "'x' * 300"),
]

ONLY_PYTHON_3_OTHERS = [
    ("b'" + 300 * "x" + "'", "b'x' * 300"),
    ("b'abc'", "bytearray(b'abc')"),
]

# The str and the long of Python 2, and the order of its dicts.
ONLY_PYTHON_2 = [
    ("'Alice Brown'", r"b'Alice Brown'"),
    (r"'a\\b\n\t\x00'", r"b'a\\b\n\t\x00'"),
    ("\"it's\"", "b\"it's\""),
    (r"""'"it\'s"'""", r"""b'"it\'s"'"""),
    ("'Zoë'", r"b'Zo\xc3\xab'"),
    ("'" + 300 * "x" + "'", "b'x' * 300"),
    ("5", "5L"),
    ("{'student_name': 'Alice Brown', 'sid': 7, 'github_username': 'abrown'}",
     "{b'student_name': b'Alice Brown', b'github_username': b'abrown', b'sid': 7L}"),
]

CALLS = {"GLOBAL", "STACK_GLOBAL", "REDUCE"}


def values():
    for text in VALUES:
        yield text, text
    for pair in OTHERS:
        yield pair
    if PYTHON_2:
        for pair in ONLY_PYTHON_2:
            yield pair
    else:
        for text in ONLY_PYTHON_3:
            yield text, text
        for pair in ONLY_PYTHON_3_OTHERS:
            yield pair


def picklers():
    if PYTHON_2:
        import cPickle

        yield "python2", cPickle.dumps
        yield "python2 pure", pickle.dumps
    else:
        yield "python3", pickle.dumps
        yield "python3 pure", pickle._dumps
        yield "optimized", lambda value, protocol: pickletools.optimize(pickle.dumps(value, protocol))


def main():
    out = io.open(sys.stdout.fileno(), "w", encoding="utf-8")
    for expected, expression in values():
        value = eval(expression)
        seen = set()
        for name, dumps in picklers():
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                pickled = dumps(value, protocol)
                opcodes = {opcode.name for opcode, _, _ in pickletools.genops(pickled)}
                if pickled in seen or opcodes & CALLS:
                    continue
                seen.add(pickled)
                maker = "%s, protocol %d" % (name, protocol)
                code = binascii.hexlify(pickled).decode("ascii")
                out.write("\t".join([expected, maker, code]) + "\n")


main()
