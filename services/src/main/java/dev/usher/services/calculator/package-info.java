/** A calculator of exact decimal numbers. */
@NullMarked
package dev.usher.services.calculator;

import org.jspecify.annotations.NullMarked;
