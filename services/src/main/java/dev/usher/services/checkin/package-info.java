/** Checking in: who is here, over pickle for the course's clients and over lines. */
@NullMarked
package dev.usher.services.checkin;

import org.jspecify.annotations.NullMarked;
