import static java.util.Locale.ROOT;

import dev.usher.Server;
import dev.usher.protocol.Lines;

/** Your own service in five lines: try it with {@code nc 127.0.0.1 7001}. */
void main() throws Exception {
    try (var server =
            Server.on(7001).answer(Lines.utf8(), line -> line.toUpperCase(ROOT)).start()) {
        server.join();
    }
}
