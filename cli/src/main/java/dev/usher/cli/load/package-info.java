/**
 * Puts a server of lines under load: many connections that send one request again and again, take
 * the time until its answer, and know when they were the limit themselves. Begins with {@link
 * dev.usher.cli.load.Load}.
 */
@NullMarked
package dev.usher.cli.load;

import org.jspecify.annotations.NullMarked;
