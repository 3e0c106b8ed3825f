/**
 * What a server can offer: each service in each of its protocols, and what these need, their files
 * and databases. Begins with {@link dev.usher.cli.offer.Offer}.
 */
@NullMarked
package dev.usher.cli.offer;

import org.jspecify.annotations.NullMarked;
