package dev.usher.connection;

import dev.usher.ClientHandler;
import dev.usher.Codec;
import dev.usher.Connection;
import dev.usher.Conversation;
import dev.usher.Failure;

import java.io.IOException;

/**
 * Serves one client by a handler that speaks a protocol with it.
 *
 * @param codec the client's codec
 * @param handler has the client to itself
 * @param <I> what the client sends
 * @param <O> what it is sent
 */
public record ConversationHandler<I, O>(Codec<I, O> codec, Conversation.Handler<I, O> handler)
        implements ClientHandler {

    @Override
    public void handle(Connection connection) throws Exception {
        handler.handle(((ClientConnection) connection).converse(codec));
    }

    @Override
    public void refuse(Failure failure, Connection connection) throws IOException {
        ProtocolConversation.tell(codec, failure, connection);
    }
}
