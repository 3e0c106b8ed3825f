import dev.usher.Server;
import dev.usher.protocol.Lines;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What clients share needs a lock. Every line adds one to two counters that all clients share, to
 * one without a lock and to one with it. Let two clients send a thousand lines each:
 *
 * <pre>{@code
 * for i in 1 2; do yes | head -1000 | nc -N 127.0.0.1 7005 | tail -1 & done; wait
 * }</pre>
 *
 * The second number comes to 2000; the first does not.
 */
void main() throws Exception {
    try (var server = Server.on(7005).answer(Lines.utf8(), line -> count()).start()) {
        server.join();
    }
}

int raced;
int counted;
final ReentrantLock lock = new ReentrantLock();

String count() {
    int seen = raced;
    think();
    raced = seen + 1; // and whatever others wrote since we looked is lost

    lock.lock();
    try {
        counted = counted + 1;
        return "without a lock " + raced + ", with it " + counted;
    } finally {
        lock.unlock();
    }
}

/** Whatever takes a moment between looking and writing. */
void think() {
    LockSupport.parkNanos(1_000);
}
