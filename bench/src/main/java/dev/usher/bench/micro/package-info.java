/** Small benchmarks of Usher's parts, for JMH. */
@NullMarked
package dev.usher.bench.micro;

import org.jspecify.annotations.NullMarked;
