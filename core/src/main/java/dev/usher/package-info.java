/**
 * A TCP server in which every client has a thread of its own.
 *
 * <p>Start with {@link dev.usher.Server}: it takes one or more {@link dev.usher.Listener}s, and a
 * listener joins an address to a {@link dev.usher.Protocol} and a {@link dev.usher.Service}, or to
 * a {@link dev.usher.ClientHandler} that has its client to itself.
 *
 * <p>Nothing here accepts or returns {@code null} unless it is marked {@code @Nullable}.
 */
@NullMarked
package dev.usher;

import org.jspecify.annotations.NullMarked;
