/** The command that asks a database. */
@NullMarked
package dev.usher.cli.database;

import org.jspecify.annotations.NullMarked;
