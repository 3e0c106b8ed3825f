/** How fast what clients send gets to the disk. */
@NullMarked
package dev.usher.bench.storage;

import org.jspecify.annotations.NullMarked;
