/** The clients of the course, and its file server with the arguments that it has there. */
@NullMarked
package dev.usher.cli.course;

import org.jspecify.annotations.NullMarked;
