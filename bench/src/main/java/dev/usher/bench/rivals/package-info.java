/** The servers that run on the JVM, each as its experts would write it: a line is echoed. */
@NullMarked
package dev.usher.bench.rivals;

import org.jspecify.annotations.NullMarked;
