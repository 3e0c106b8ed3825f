/** The readings and commands of telemetry, in a database. */
@NullMarked
package dev.usher.storage.telemetry;

import org.jspecify.annotations.NullMarked;
