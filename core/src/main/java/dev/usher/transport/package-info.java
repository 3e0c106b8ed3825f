/**
 * The seam between the server and the network: a {@link dev.usher.transport.Transport} gives and
 * takes chunks of bytes. One implementation stands on a selector loop, one adds TLS to another.
 */
@NullMarked
package dev.usher.transport;

import org.jspecify.annotations.NullMarked;
