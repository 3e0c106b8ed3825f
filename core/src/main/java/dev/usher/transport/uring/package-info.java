/**
 * Linux' io_uring: what is asked of the system goes into a ring of memory shared with it, and what
 * came of it comes back in another; one system call hands over many. Knows nothing of clients.
 */
@NullMarked
package dev.usher.transport.uring;

import org.jspecify.annotations.NullMarked;
