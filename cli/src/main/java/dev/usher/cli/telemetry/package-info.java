/** The commands of devices and of those who watch them. */
@NullMarked
package dev.usher.cli.telemetry;

import org.jspecify.annotations.NullMarked;
