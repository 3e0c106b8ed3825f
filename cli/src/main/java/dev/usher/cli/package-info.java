/**
 * The command line, {@code ./usher}: one class for each command, and what they show on the
 * terminal.
 *
 * <p>stdout belongs to what a service prints by contract, through the one {@link
 * dev.usher.cli.Printout}, and to the answers that a client has asked for; all else goes to stderr,
 * through the one {@link dev.usher.cli.Console}.
 */
@NullMarked
package dev.usher.cli;

import org.jspecify.annotations.NullMarked;
