/** The roster of check-in, in tables. */
@NullMarked
package dev.usher.storage.checkin;

import org.jspecify.annotations.NullMarked;
