/**
 * What an operator asks of a running server and changes there, over a socket that belongs to the
 * server's owner: the server's side and the commands. Begins with {@link
 * dev.usher.cli.admin.AdminSocket}.
 */
@NullMarked
package dev.usher.cli.admin;

import org.jspecify.annotations.NullMarked;
