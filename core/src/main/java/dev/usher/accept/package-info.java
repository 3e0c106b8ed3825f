/** The listening socket and the loop that accepts. */
@NullMarked
package dev.usher.accept;

import org.jspecify.annotations.NullMarked;
