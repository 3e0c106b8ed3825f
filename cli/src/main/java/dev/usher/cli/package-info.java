/**
 * The command line, {@code ./usher}. {@link dev.usher.cli.Main} puts the commands together; each is
 * a class of its own, in the package of its subject.
 *
 * <p>stdout belongs to what a service prints by contract, through the one {@link
 * dev.usher.cli.offer.Printout}, and to the answers that a client has asked for; all else goes to
 * stderr, through the one {@link dev.usher.cli.terminal.Console}.
 */
@NullMarked
package dev.usher.cli;

import org.jspecify.annotations.NullMarked;
