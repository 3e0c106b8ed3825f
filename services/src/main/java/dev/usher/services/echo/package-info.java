/** The service that says what it is told. */
@NullMarked
package dev.usher.services.echo;

import org.jspecify.annotations.NullMarked;
