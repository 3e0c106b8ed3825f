import dev.usher.Server;
import dev.usher.protocol.Unframed;

/**
 * The template of the course: what a client sends is processed, and what comes of it is sent back,
 * until the client closes. Replace {@code processData}, and try it with {@code ./usher talk}.
 */
void main() throws Exception {
    try (var server = Server.on(9999).answer(Unframed.utf8(), this::processData).start()) {
        server.join();
    }
}

String processData(String data) {
    return data;
}
