package dev.usher.services.pickle;

/** What follows an opcode. All that must be known to find the next one. */
enum Argument {
    NOTHING,
    ONE_BYTE,
    TWO_BYTES,
    FOUR_BYTES,
    EIGHT_BYTES,
    /** Bytes, up to a line feed. */
    LINE,
    /** Bytes, and their number before them in one byte. */
    COUNTED_BY_1,
    /** Bytes, and their number before them in four bytes, little-endian. */
    COUNTED_BY_4,
    /** Bytes, and their number before them in eight bytes, little-endian. */
    COUNTED_BY_8,
    /** Nobody will know: the opcode is not allowed. */
    REFUSED
}
