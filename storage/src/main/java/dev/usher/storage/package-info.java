/** One place for a database: it opens, checks, migrates, serves and closes it. */
@NullMarked
package dev.usher.storage;

import org.jspecify.annotations.NullMarked;
