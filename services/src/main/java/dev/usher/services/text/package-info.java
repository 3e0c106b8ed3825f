/** Text of clients, as people are shown it. */
@NullMarked
package dev.usher.services.text;

import org.jspecify.annotations.NullMarked;
