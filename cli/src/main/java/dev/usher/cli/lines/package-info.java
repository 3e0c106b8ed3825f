/**
 * The commands for any server that speaks lines: a line at a time in a dialogue, or many in a row.
 */
@NullMarked
package dev.usher.cli.lines;

import org.jspecify.annotations.NullMarked;
