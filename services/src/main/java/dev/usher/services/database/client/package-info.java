/** The other end of the database service, for programs. */
@NullMarked
package dev.usher.services.database.client;

import org.jspecify.annotations.NullMarked;
