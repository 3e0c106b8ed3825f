/** Who may run, who waits, who is turned away: a state machine without I/O and threads. */
@NullMarked
package dev.usher.admission;

import org.jspecify.annotations.NullMarked;
