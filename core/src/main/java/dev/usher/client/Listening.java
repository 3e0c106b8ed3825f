package dev.usher.client;

import java.util.function.Consumer;

/** How listeners are told something. */
final class Listening {
    private Listening() {}

    /** A defect of the listener is shown as any thread's, and disturbs nobody else. */
    static <T> void tell(Consumer<? super T> listener, T news) {
        try {
            listener.accept(news);
        } catch (RuntimeException | Error defect) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, defect);
        }
    }
}
