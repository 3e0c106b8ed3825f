/** Clients' tables, in SQLite or PostgreSQL. */
@NullMarked
package dev.usher.storage.database;

import org.jspecify.annotations.NullMarked;
