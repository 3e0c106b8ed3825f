/** How the requests of one client meet a service: one after another, or several at once. */
@NullMarked
package dev.usher.pipeline;

import org.jspecify.annotations.NullMarked;
