/**
 * What a running server tells its operator: events in words for people or as JSON for programs, by
 * SLF4J. Begins with {@link dev.usher.cli.log.Log}.
 */
@NullMarked
package dev.usher.cli.log;

import org.jspecify.annotations.NullMarked;
