/**
 * Tables that clients make, fill and ask, with transactions and read-only SQL. How they are kept is
 * behind {@link dev.usher.services.database.TableStore}.
 */
@NullMarked
package dev.usher.services.database;

import org.jspecify.annotations.NullMarked;
