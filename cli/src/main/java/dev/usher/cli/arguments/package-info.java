/**
 * What the arguments of many commands have in common: servers, numbers with their ranges, requests.
 */
@NullMarked
package dev.usher.cli.arguments;

import org.jspecify.annotations.NullMarked;
