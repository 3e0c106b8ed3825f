import dev.usher.Conversation;
import dev.usher.Server;
import dev.usher.protocol.Lines;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A handler with full control of its client: it speaks first, asks, and decides when it is over.
 * Plain blocking code, since the client has a thread of its own. Play with {@code nc 127.0.0.1
 * 7004}.
 */
void main() throws Exception {
    try (var server = Server.on(7004).converse(Lines.utf8(), this::play).start()) {
        server.join();
    }
}

void play(Conversation<String, String> player) throws IOException {
    int secret = ThreadLocalRandom.current().nextInt(1, 101);
    player.send("I think of a number from 1 to 100. Your guess?");
    String line;
    while ((line = player.read()) != null) {
        int difference = Integer.compare(guess(line), secret);
        if (difference == 0) {
            player.send("Yes!");
            return;
        }
        player.send(difference < 0 ? "More." : "Less.");
    }
}

int guess(String line) {
    try {
        return Integer.parseInt(line.strip());
    } catch (NumberFormatException notANumber) {
        return 0;
    }
}
