/**
 * Commands: declared once as a sealed interface of records, spoken as lines of text and as JSON-RPC
 * 2.0. Start with {@link dev.usher.commands.Commands}.
 *
 * <p>What a line is shows in its first character that is no blank:
 *
 * <ul>
 *   <li>a letter: a command by its name, with its arguments after it. Blanks separate them; one
 *       that has blanks in it is written as a JSON string, {@code "Alice Brown"}
 *   <li><code>&#123;</code> or <code>[</code>: JSON-RPC, one request or a batch. Parameters come by
 *       name or by position
 *   <li>none: nothing, and it is not answered
 *   <li>anything else: the arguments of the default command, if there is one
 * </ul>
 *
 * <p>Every other line has exactly one line as its answer, in its dialect, unless it holds only
 * notifications of JSON-RPC. Errors:
 *
 * <table>
 * <caption>What goes wrong, in both dialects</caption>
 * <tr><th>what</th><th>text</th><th>JSON-RPC</th></tr>
 * <tr><td>not JSON</td><td></td><td>-32700</td></tr>
 * <tr><td>not a request</td><td></td><td>-32600</td></tr>
 * <tr><td>unknown</td><td>{@code ERROR unknown-command foo (try: help)}</td><td>-32601</td></tr>
 * <tr><td>wrong arguments</td><td>{@code ERROR invalid B is missing (usage: add A B)}</td>
 *     <td>-32602</td></tr>
 * <tr><td>a defect of the service</td><td>{@code ERROR internal …}</td><td>-32603</td></tr>
 * <tr><td>rejected by the service</td><td>{@code ERROR code message}</td>
 *     <td>-32001, the code in {@code data.code}</td></tr>
 * <tr><td>late, too long, cut short, not UTF-8</td><td>{@code ERROR late …}</td>
 *     <td>-32001, the code in {@code data.code}</td></tr>
 * <tr><td>no room, or draining</td><td>{@code BUSY …}</td><td>-32000, the text as {@code data}</td>
 *     </tr>
 * </table>
 *
 * <p>Nothing here accepts or returns {@code null} unless it is marked {@code @Nullable}.
 */
@NullMarked
package dev.usher.commands;

import org.jspecify.annotations.NullMarked;
