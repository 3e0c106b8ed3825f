import static java.util.Locale.ROOT;

import dev.usher.Deadlines;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.Server;
import dev.usher.Tls;
import dev.usher.protocol.Lines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Limits, deadlines and events; and TLS, if there are a certificate and its key in this folder.
 * Ctrl-C lets requests in flight finish.
 *
 * <pre>{@code printf 'hello\n' | nc -q1 127.0.0.1 7001 }</pre>
 */
void main() throws Exception {
    try (var server = Files.exists(Path.of("chain.pem")) ? encrypted() : limited()) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        server.join();
    }
}

Server limited() throws IOException {
    return Server.on(7001)
            .limits(Limits.defaults().running(3).waiting(2).patience(Duration.ofSeconds(5)))
            .deadlines(Deadlines.defaults().idle(Duration.ofMinutes(1)))
            .events(event -> System.err.println(event))
            .answer(Lines.utf8(), line -> line.toUpperCase(ROOT))
            .start();
}

Server encrypted() throws IOException {
    Listener listener =
            Server.on(7443).bind("0.0.0.0").tls(Tls.pem(Path.of("chain.pem"), Path.of("key.pem")));
    return listener.answer(Lines.utf8(), line -> line.toUpperCase(ROOT)).start();
}
