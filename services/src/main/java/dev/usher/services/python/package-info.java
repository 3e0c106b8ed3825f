/**
 * Text and numbers as Python reads and prints them, for services that clients written for servers
 * in Python use. Inside of this module only.
 */
@NullMarked
package dev.usher.services.python;

import org.jspecify.annotations.NullMarked;
