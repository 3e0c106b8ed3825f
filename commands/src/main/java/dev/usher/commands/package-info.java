/**
 * Commands: declared once as a sealed interface of records, spoken as lines of text and as JSON-RPC
 * 2.0.
 *
 * <p>Start with {@link dev.usher.commands.Commands}.
 *
 * <p>Nothing here accepts or returns {@code null} unless it is marked {@code @Nullable}.
 */
@NullMarked
package dev.usher.commands;

import org.jspecify.annotations.NullMarked;
