/** The commands that put files on a server and get them from there. */
@NullMarked
package dev.usher.cli.files;

import org.jspecify.annotations.NullMarked;
