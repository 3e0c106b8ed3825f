/**
 * Python's {@code pickle}, as far as it carries data: None, bool, int, float, str, bytes, list,
 * tuple, set, frozenset and dict.
 *
 * <p>A pickle is a program for a stack machine, and some of its opcodes import and call whatever
 * the sender names. {@link dev.usher.services.pickle.PickleReader} knows those by name only, to
 * refuse them. {@link dev.usher.services.pickle.PickleWriter} writes the other way, {@link
 * dev.usher.services.pickle.PickleValue} is what both speak of.
 *
 * <p>What the opcodes mean is written down in CPython's {@code Lib/pickletools.py}; the later
 * protocols in PEP 307 (2), PEP 3154 (4) and PEP 574 (5).
 */
@NullMarked
package dev.usher.services.pickle;

import org.jspecify.annotations.NullMarked;
