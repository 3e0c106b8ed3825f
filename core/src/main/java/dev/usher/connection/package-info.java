/**
 * One client's connection from its acceptance to its end, the outbox in front of its output, and
 * the desk that lets clients in.
 */
@NullMarked
package dev.usher.connection;

import org.jspecify.annotations.NullMarked;
