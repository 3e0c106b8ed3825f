/** JSON-RPC as clients of such services read it. */
@NullMarked
package dev.usher.services.jsonrpc;

import org.jspecify.annotations.NullMarked;
