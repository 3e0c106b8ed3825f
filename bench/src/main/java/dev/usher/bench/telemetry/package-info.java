/** How much telemetry a server takes, and how fast commands are, beside all that it takes. */
@NullMarked
package dev.usher.bench.telemetry;

import org.jspecify.annotations.NullMarked;
