/** Readings of devices, and commands to them: {@link dev.usher.services.telemetry.Telemetry}. */
@NullMarked
package dev.usher.services.telemetry;

import org.jspecify.annotations.NullMarked;
