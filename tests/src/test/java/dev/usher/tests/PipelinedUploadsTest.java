package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Call;
import dev.usher.CloseReason;
import dev.usher.Event;
import dev.usher.Listener;
import dev.usher.Pipeline;
import dev.usher.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;

/** Requests with raw bytes behind them, among others: nothing is read past them. */
class PipelinedUploadsTest extends Pipelined {
    @ParameterizedTest
    @MethodSource("inOrder")
    void uploadsAndOtherRequestsAreAnsweredInOrder(Pipeline pipeline) throws Exception {
        var client = servers.connect(servers.start(uploads(pipeline)));
        client.send("one\nput 5\nhellotwo\nput 0\nput 3\nabcthree\n");
        assertThat(client.readLines(6))
                .containsExactly("one", "5: hello", "two", "0: ", "3: abc", "three");
    }

    @ParameterizedTest
    @MethodSource("all")
    void uploadsSplitAtAnyByteGetTheSameAnswers(Pipeline pipeline) throws Exception {
        var server = servers.start(uploads(pipeline));
        var requests = "put 5\nhelloput 3\na\nbput 1\n\n".getBytes(StandardCharsets.UTF_8);
        for (int split = 0; split <= requests.length; split++) {
            var client = servers.connect(server);
            client.sendInPieces(requests, split);
            client.endOutput();
            assertThat(new String(client.readToEnd(), StandardCharsets.UTF_8))
                    .as("split at %d", split)
                    .isEqualTo("5: hello\n3: a b\n1:  \n");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCodecIsAskedAboutRequestsByTheThreadThatReadsThem(Pipeline pipeline) throws Exception {
        var protocol = new UploadProtocol();
        var listener = Server.on(0).pipeline(pipeline).answer(protocol, line -> line);
        var client = servers.connect(servers.start(listener));
        client.send("one\nput 0\ntwo\n");
        assertThat(client.readLines(3)).containsExactlyInAnyOrder("one", "put 0", "two");
        assertThat(protocol.readers()).containsAll(protocol.asked());
    }

    @ParameterizedTest
    @MethodSource("concurrent")
    void nothingRunsBesideAnUpload(Pipeline pipeline) throws Exception {
        var client = servers.connect(servers.start(uploads(pipeline)));
        client.send("hold\nhold\nput 5\nhe");
        awaitHeld(2);
        client.send("llo");
        gate.open();
        // The service fails if it finds a request beside it.
        assertThat(client.readLines(3)).containsExactly("hold", "hold", "5: hello");
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatAServiceLeavesOfAnUploadIsSkipped(Pipeline pipeline) throws Exception {
        var listener =
                Server.on(0)
                        .pipeline(pipeline)
                        .serve(
                                new UploadProtocol(),
                                (line, call) -> {
                                    if (line.startsWith(UploadProtocol.PUT)) {
                                        call.body(UploadProtocol.length(line)).skipNBytes(2);
                                    }
                                    return line;
                                });
        var client = servers.connect(servers.start(listener));
        client.send("put 200000\n" + "x".repeat(200_000) + "next\n");
        assertThat(client.readLines(2)).containsExactly("put 200000", "next");
    }

    @ParameterizedTest
    @MethodSource("all")
    void whoHangsUpNeedNotSeeTheRestOfAnUpload(Pipeline pipeline) throws Exception {
        var listener =
                Server.on(0)
                        .pipeline(pipeline)
                        .serve(
                                new UploadProtocol(),
                                (line, call) -> {
                                    call.body(UploadProtocol.length(line)).skipNBytes(2);
                                    call.hangUp();
                                    return "enough";
                                });
        var client = servers.connect(servers.start(listener));
        client.send("put 200000\nxx");
        assertThat(client.readLinesToEnd()).containsExactly("enough");
    }

    @ParameterizedTest
    @MethodSource("all")
    void anUploadThatEndsTooEarlyIsCutShort(Pipeline pipeline) throws Exception {
        var client = servers.connect(servers.start(uploads(pipeline)));
        client.send("put 5\nhell");
        client.endOutput();
        assertThat(client.readLinesToEnd())
                .containsExactly("ERROR cut-short the last request has no end");
        assertThat(servers.events().await(Event.Closed.class, client).reason())
                .isEqualTo(CloseReason.CLIENT_CUT_SHORT);
    }

    @Test
    void anUploadMayBeLargerThanAnyMessage() throws Exception {
        int length = 50_000_000;
        var counting =
                Server.on(0)
                        .serve(
                                new UploadProtocol(),
                                (line, call) -> {
                                    try (var body = call.body(UploadProtocol.length(line))) {
                                        long count = 0;
                                        var buffer = new byte[8192];
                                        for (int n; (n = body.read(buffer)) >= 0; ) {
                                            count += n;
                                        }
                                        return "" + count;
                                    }
                                });
        var client = servers.connect(servers.start(counting));
        client.send("put " + length + "\n");
        var sent = client.sendMeanwhile(new byte[length]);
        assertThat(client.readLine()).isEqualTo("" + length);
        sent.join();
    }

    @Test
    void aRequestWithoutABodyHasNone() throws Exception {
        var listener =
                Server.on(0).serve(new UploadProtocol(), (line, call) -> "" + call.body(1).read());
        var client = servers.connect(servers.start(listener));
        client.send("get\n");
        assertThat(client.readLine()).isEqualTo("ERROR internal the server failed at this request");
        assertThat(servers.events().await(Event.HandlerFailed.class, client).cause())
                .hasMessage("this request has no body");
    }

    private Listener uploads(Pipeline pipeline) {
        return Server.on(0)
                .pipeline(pipeline)
                .serve(
                        new UploadProtocol(),
                        (line, call) ->
                                line.startsWith(UploadProtocol.PUT)
                                        ? upload(line, call)
                                        : serve(line, call));
    }

    private String upload(String line, Call<String> call) throws Exception {
        if (gate.held() > 0) {
            throw new IllegalStateException("an upload is not alone");
        }
        long length = UploadProtocol.length(line);
        try (var body = call.body(length)) {
            return length
                    + ": "
                    + new String(body.readAllBytes(), StandardCharsets.UTF_8).replace('\n', ' ');
        }
    }
}
