/** The clients: many connections that send, check every byte that comes back, and take the time. */
@NullMarked
package dev.usher.bench.load;

import org.jspecify.annotations.NullMarked;
