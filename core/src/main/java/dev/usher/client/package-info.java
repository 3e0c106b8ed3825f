/**
 * The other end: a client of such a server, or of any other that speaks a {@link
 * dev.usher.Protocol}.
 *
 * <p>Start with {@link dev.usher.client.Client#to}. Nothing here accepts or returns {@code null}
 * unless it is marked {@code @Nullable}.
 */
@NullMarked
package dev.usher.client;

import org.jspecify.annotations.NullMarked;
