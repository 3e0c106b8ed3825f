/**
 * What people see at a terminal, and how they are understood there: numbers and tables in words,
 * lines that nobody waits for, Ctrl-C.
 */
@NullMarked
package dev.usher.cli.terminal;

import org.jspecify.annotations.NullMarked;
