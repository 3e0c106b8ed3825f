/** Files that clients keep on the server: a store under one folder, and the services on it. */
@NullMarked
package dev.usher.services.files;

import org.jspecify.annotations.NullMarked;
