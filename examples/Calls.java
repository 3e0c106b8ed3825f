import dev.usher.FailureException;
import dev.usher.Server;
import dev.usher.client.CallException;
import dev.usher.client.Client;
import dev.usher.client.ClientLimits;
import dev.usher.client.Dialect;
import dev.usher.client.Retries;
import dev.usher.protocol.Lines;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All that a client can do, with a server in the same program: {@code set NAME TEXT}, {@code get
 * NAME}, and {@code follow}, after which it pushes what is set.
 */
void main() throws Exception {
    try (var server = notes()) {
        int port = server.port();
        call(port);
        pipeline(port);
        manyThreads(port);
        pushes(port);
        sayWhy(port);
        oneConnection(port);
    }
}

Server notes() throws IOException {
    var notes = new ConcurrentHashMap<String, String>();
    return Server.on(0)
            .serve(
                    Lines.utf8(),
                    (line, call) -> {
                        var words = line.split(" ", 3);
                        return switch (words[0]) {
                            case "set" -> {
                                notes.put(words[1], words[2]);
                                yield "OK";
                            }
                            case "get" -> notes.getOrDefault(words[1], "nothing");
                            case "follow" -> {
                                call.outbox().send("NEWS all is quiet");
                                yield "OK";
                            }
                            default -> throw FailureException.rejected("unknown-command", words[0]);
                        };
                    })
            .start();
}

void call(int port) throws Exception {
    try (var client = Client.to("127.0.0.1", port, Dialect.lines()).open()) {
        IO.println(client.call("set greeting hello"));
        IO.println(client.call("get greeting", Duration.ofMillis(500)));
    }
}

void pipeline(int port) throws Exception {
    try (var client = Client.to("127.0.0.1", port, Dialect.lines()).open()) {
        var answers = new ArrayList<CompletableFuture<String>>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(client.send("set note-" + i + " text"));
        }
        for (var answer : answers) {
            answer.get();
        }
    }
}

void manyThreads(int port) throws Exception {
    var limits = ClientLimits.defaults().connections(4).inFlight(256).call(Duration.ofSeconds(3));
    var remote = Client.to("127.0.0.1", port, Dialect.lines()).limits(limits);
    try (var client = remote.open();
            var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var answers = new ArrayList<Future<String>>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            answers.add(threads.submit(() -> client.call("set thread-" + number + " was here")));
        }
        for (var answer : answers) {
            answer.get();
        }
    }
}

void pushes(int port) throws Exception {
    var heard = new CountDownLatch(1);
    var dialect = Dialect.lines().pushes(line -> line.startsWith("NEWS "));
    try (var _ =
            Client.to("127.0.0.1", port, dialect)
                    .pushes(news -> {
                        IO.println(news);
                        heard.countDown();
                    })
                    .opening(connection -> connection.call("follow"))
                    .staying()
                    .open()) {
        heard.await();
    }
}

void sayWhy(int port) throws Exception {
    var dialect = Dialect.lines().repeatable(request -> request.startsWith("get "));
    var retries =
            Retries.defaults()
                    .pauses(Duration.ofMillis(50), Duration.ofSeconds(5))
                    .budget(20, 0.1)
                    .patient(true);
    try (var client =
            Client.to("127.0.0.1", port, dialect)
                    .retries(retries)
                    .events(event -> System.err.println(event))
                    .open()) {
        IO.println(outcome(client, "forget everything"));
    }
}

String outcome(Client<String, String> client, String request) throws InterruptedException {
    try {
        return client.call(request);
    } catch (CallException failed) {
        var why =
                switch (failed) {
                    case CallException.Rejected no -> "the server says no: " + no.code();
                    case CallException.Busy busy -> "come back after " + busy.retryAfter();
                    case CallException.Late _ -> "no answer in time";
                    case CallException.Lost _ -> "the connection is gone";
                    case CallException.Unreachable _ -> "no server there";
                    case CallException.Malformed _ -> "that is another protocol";
                    case CallException.Closed _ -> "I have closed the client";
                };
        return why + (failed.mayHaveBeenDone() ? "; look before you ask again" : "; not done");
    }
}

void oneConnection(int port) throws Exception {
    try (var client = Client.to("127.0.0.1", port, Dialect.lines()).open();
            var session = client.session()) {
        session.call("set step one");
        var second = session.send("set step two");
        try {
            IO.println(second.get());
        } catch (ExecutionException failed) {
            IO.println(failed.getCause().getMessage());
        }
    }
}
