/**
 * Settings: each is declared once ({@link dev.usher.cli.config.Setting}), and takes its value from
 * options, the environment, a file or its default, in that order ({@link
 * dev.usher.cli.config.Sources}). Knows nothing of what is set.
 */
@NullMarked
package dev.usher.cli.config;

import org.jspecify.annotations.NullMarked;
