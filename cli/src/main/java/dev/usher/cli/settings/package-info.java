/**
 * The settings of a server: each is declared once, with its range, and read from the options, the
 * environment and a file. Begins with {@link dev.usher.cli.settings.Configuration}.
 */
@NullMarked
package dev.usher.cli.settings;

import org.jspecify.annotations.NullMarked;
