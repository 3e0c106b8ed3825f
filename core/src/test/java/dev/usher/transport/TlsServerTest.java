package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.CloseReason;
import dev.usher.Conversation;
import dev.usher.Limits;
import dev.usher.protocol.Frames;
import dev.usher.protocol.Lines;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Servers that speak TLS with clients that do so too. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
class TlsServerTest {
    @RegisterExtension static final TlsServers tls = new TlsServers();

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void linesAreAnswered(String protocol) throws Exception {
        var server = tls.start(tls.echo());
        for (int i = 0; i < 2; i++) { // the second one resumes the session of the first
            try (var client = tls.connect(server, protocol)) {
                var lines = reader(client);
                for (var line : List.of("one", "grüße", "")) {
                    client.getOutputStream().write((line + "\n").getBytes(UTF_8));
                    assertThat(lines.readLine()).isEqualTo(line);
                }
                assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
            }
            assertThat(tls.awaitClosed()).isEqualTo(CloseReason.CLIENT_CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void twentyThousandPipelinedLinesAreAnswered(String protocol) throws Exception {
        var client = tls.connect(tls.start(tls.echo()), protocol);
        var expected = numbered("line ", 20_000);
        var sent = meanwhile(() -> client.getOutputStream().write(lines(expected)));
        var lines = reader(client);
        var answers = new ArrayList<String>();
        while (answers.size() < expected.size()) {
            answers.add(lines.readLine());
        }
        assertThat(answers).isEqualTo(expected);
        sent.get(TlsServers.LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void largeMessagesGoBothWays(String protocol) throws Exception {
        var limits = Limits.defaults().message(16 << 20);
        var client =
                tls.connect(
                        tls.start(
                                tls.listener()
                                        .limits(limits)
                                        .answer(Frames.int32(), frame -> frame)),
                        protocol);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("large messages over TLS: -Dseed=" + seed);
        var random = new Random(seed);
        var output = new DataOutputStream(client.getOutputStream());
        var input = new DataInputStream(client.getInputStream());
        for (int length : List.of(1, 16_384, 16_385, 65_536, 5_000_000 + random.nextInt(1000))) {
            var frame = new byte[length];
            random.nextBytes(frame);
            output.writeInt(length);
            output.write(frame);
            assertThat(input.readInt()).isEqualTo(length);
            assertThat(input.readNBytes(length)).isEqualTo(frame);
        }
    }

    @Test
    void pushesLeaveWhileTheServerWaitsForTheClient() throws Exception {
        var server = tls.start(tls.listener().converse(Lines.utf8(), TlsServerTest::pushAndEcho));
        var lines = reader(tls.connect(server, "TLSv1.3"));
        for (var push : numbered("push ", 1_000)) {
            assertThat(lines.readLine()).isEqualTo(push);
        }
    }

    @Test
    void pushesAndAnswersDoNotHarmEachOther() throws Exception {
        var server = tls.start(tls.listener().converse(Lines.utf8(), TlsServerTest::pushAndEcho));
        var client = tls.connect(server, "TLSv1.3");
        var answers = numbered("answer ", 1_000);
        var sent = meanwhile(() -> client.getOutputStream().write(lines(answers)));
        var lines = reader(client);
        var came = new ArrayList<String>();
        while (came.size() < 2_000) {
            came.add(lines.readLine());
        }
        assertThat(came.stream().filter(line -> line.startsWith("answer"))).isEqualTo(answers);
        assertThat(came.stream().filter(line -> line.startsWith("push")))
                .isEqualTo(numbered("push ", 1_000));
        sent.get(TlsServers.LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    private static void pushAndEcho(Conversation<String, String> conversation) throws IOException {
        var outbox = conversation.outbox();
        Thread.ofVirtual().start(() -> numbered("push ", 1_000).forEach(outbox::send));
        for (String line; (line = conversation.read()) != null; ) {
            conversation.send(line);
        }
    }

    @Test
    void aClientMayChangeItsKeys() throws Exception {
        var client = tls.client(tls.start(tls.echo()), "TLSv1.3");
        for (int i = 0; i < 100; i++) {
            client.write(client.tls.beginHandshake());
            client.send("one\n");
            assertThat(client.read("one\n")).isEqualTo("one\n");
        }
    }

    @Test
    void keysChangeWhileBothSidesSend() throws Exception {
        var lines = numbered("line ", 20_000);
        var client = tls.client(tls.start(tls.echo()), "TLSv1.3");
        var sent =
                meanwhile(() -> {
                    for (int i = 0; i < lines.size(); i++) {
                        if (i % 1_000 == 0) {
                            client.write(client.tls.beginHandshake());
                        }
                        client.send(lines.get(i) + "\n");
                    }
                });
        var expected = String.join("\n", lines) + "\n";
        assertThat(client.read(expected)).isEqualTo(expected);
        sent.get(TlsServers.LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    // Ends.

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientThatHasSaidGoodbyeStillGetsItsAnswers(String protocol) throws Exception {
        var said = new CountDownLatch(1);
        var server =
                tls.start(
                        tls.listener()
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            await(said);
                                            return line;
                                        }));
        var client = tls.client(server, protocol);
        client.send("one\n");
        client.send("two\nthree\n");
        client.write(client.tls.closeNotify());
        said.countDown();
        assertThat(client.readToEnd()).isEqualTo("one\ntwo\nthree\n");
        assertThat(client.tls.saidGoodbye()).isTrue();
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.CLIENT_CLOSED);
    }

    @Test
    void aClientThatJustClosesBetweenTwoRecordsGetsItsAnswers() throws Exception {
        var client = tls.client(tls.start(tls.echo()), "TLSv1.3");
        client.send("one\ntwo\n");
        client.shutOutput();
        assertThat(client.readToEnd()).isEqualTo("one\ntwo\n");
        assertThat(client.tls.saidGoodbye()).isTrue();
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.CLIENT_CLOSED);
    }

    @Test
    void aClientThatIsDoneWithIsToldGoodbye() throws Exception {
        var server = tls.start(tls.listener().converse(Lines.utf8(), talk -> talk.send("bye")));
        var client = tls.client(server, "TLSv1.3");
        assertThat(client.readToEnd()).isEqualTo("bye\n");
        assertThat(client.tls.saidGoodbye()).isTrue();
        client.close();
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.SERVER_CLOSED);
    }

    @Test
    void aDrainLetsRequestsBeAnsweredAndSaysGoodbyeToTheIdle() throws Exception {
        var began = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var server =
                tls.start(
                        tls.listener()
                                .answer(
                                        Lines.utf8(),
                                        line -> {
                                            began.countDown();
                                            await(go);
                                            return line;
                                        }));
        var idle = tls.client(server, "TLSv1.3");
        var busy = tls.client(server, "TLSv1.3");
        busy.send("one\ntwo\n");
        await(began);
        var drained = CompletableFuture.supplyAsync(server::drain);
        assertThat(idle.readToEnd()).isEmpty();
        assertThat(idle.tls.saidGoodbye()).isTrue();
        idle.close();
        go.countDown();
        assertThat(busy.readToEnd()).isEqualTo("one\ntwo\n");
        assertThat(busy.tls.saidGoodbye()).isTrue();
        busy.close();
        assertThat(drained.get(TlsServers.LONGEST.toSeconds(), TimeUnit.SECONDS).cut()).isZero();
    }

    @Test
    void aClientThatIsTurnedAwayIsToldSoOverTls() throws Exception {
        var limits = Limits.defaults().running(1).waiting(0);
        var server = tls.start(tls.echo().limits(limits));
        var first = tls.client(server, "TLSv1.3");
        first.send("one\n");
        assertThat(first.read("one\n")).isEqualTo("one\n");
        var second = tls.client(server, "TLSv1.3");
        assertThat(second.readToEnd()).isEqualTo("BUSY retry-after=2 running=1/1 waiting=0/0\n");
        assertThat(second.tls.saidGoodbye()).isTrue();
        second.close();
        assertThat(tls.awaitClosed()).isEqualTo(CloseReason.REFUSED);
    }

    // Around.

    private static BufferedReader reader(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
    }

    private static List<String> numbered(String what, int count) {
        return IntStream.range(0, count).mapToObj(i -> what + i).toList();
    }

    private static byte[] lines(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }

    private interface Sending {
        void send() throws IOException;
    }

    private static CompletableFuture<Void> meanwhile(Sending sending) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        sending.send();
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(TlsServers.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("not within " + TlsServers.LONGEST);
        }
    }
}
