/** The service that counts, in many tasks at once. */
@NullMarked
package dev.usher.services.counter;

import org.jspecify.annotations.NullMarked;
