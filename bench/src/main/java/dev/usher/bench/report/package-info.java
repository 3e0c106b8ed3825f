/** What was measured, as numbers, tables and plots. */
@NullMarked
package dev.usher.bench.report;

import org.jspecify.annotations.NullMarked;
