/** Usher beside its rivals: starts them, puts them under load in turns, and reports. */
@NullMarked
package dev.usher.bench;

import org.jspecify.annotations.NullMarked;
