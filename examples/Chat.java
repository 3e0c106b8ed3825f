import dev.usher.Conversation;
import dev.usher.Outbox;
import dev.usher.Server;
import dev.usher.protocol.Lines;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Push: what one client says, all others are sent at once. A client that reads too slowly loses the
 * oldest lines and delays nobody. Join with {@code nc 127.0.0.1 7006}, twice or more.
 */
void main() throws Exception {
    try (var server = Server.on(7006).converse(Lines.utf8(), this::talk).start()) {
        server.join();
    }
}

final Set<Outbox<String>> room = ConcurrentHashMap.newKeySet();

void talk(Conversation<String, String> guest) throws IOException {
    var own = guest.outbox();
    room.add(own);
    try {
        String line;
        while ((line = guest.read()) != null) {
            for (var other : room) {
                if (!other.equals(own)) {
                    other.send(line, Outbox.WhenFull.DROP_OLDEST);
                }
            }
        }
    } finally {
        room.remove(own);
    }
}
