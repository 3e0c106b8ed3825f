package dev.usher.services.echo;

import dev.usher.Listener;
import dev.usher.protocol.Unframed;

import java.util.function.Consumer;

/**
 * The service to begin with: what a client sends is processed, and what comes of it is sent back,
 * until the client closes. It speaks {@linkplain Unframed unframed}. As it stands it is an echo;
 * for another service, change {@link #process}. Without a console that service is five lines:
 *
 * <pre>{@code
 * try (var server = Server.on(9999)
 *         .answer(Unframed.bytes(), data -> data)
 *         .start()) {
 *     server.join();
 * }
 * }</pre>
 */
public final class Template {

    /** An echo; it keeps nothing, so one can serve many listeners. */
    public Template() {}

    /** This listener with the template on it. */
    public Listener on(Listener listener) {
        return listener.answer(Unframed.bytes(), Template::process);
    }

    /**
     * This listener with the template on it, telling what happens.
     *
     * @param console takes whole lines, without their ends, from many threads; has a line that is
     *     about received data before the client has its answer
     */
    public Listener on(Listener listener, Consumer<String> console) {
        var telling = new TemplateConsole(console);
        return listener.events(telling)
                .serve(Unframed.bytes(), (data, call) -> process(data), telling);
    }

    /** Makes the answer of what a client sent: this is the place for a service of one's own. */
    private static byte[] process(byte[] data) {
        return data;
    }
}
