/** The other end of the files service: what programs put, get and list files with. */
@NullMarked
package dev.usher.services.files.client;

import org.jspecify.annotations.NullMarked;
