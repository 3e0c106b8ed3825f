/** Protocols ready to use: lines of text or bytes, and frames with a length before them. */
@NullMarked
package dev.usher.protocol;

import org.jspecify.annotations.NullMarked;
