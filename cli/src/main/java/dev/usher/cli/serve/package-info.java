/** The command that serves, {@link dev.usher.cli.serve.Serve}. */
@NullMarked
package dev.usher.cli.serve;

import org.jspecify.annotations.NullMarked;
