package dev.usher.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.Event;
import dev.usher.Limits;
import dev.usher.Listener;
import dev.usher.ListenerStatus;
import dev.usher.Server;
import dev.usher.protocol.Frames;
import dev.usher.protocol.Lines;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Objects;

/** Several listeners in one server, several servers in one process, and starts that fail. */
class ListenersTest {
    private static final InetAddress SECOND_LOOPBACK = InetAddress.ofLiteral("127.0.0.2");

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @Test
    void everyListenerHasItsOwnProtocolAndService() throws Exception {
        var server =
                servers.start(
                        upperCase().named("shout"),
                        Server.on(0).named("frames").answer(Frames.int32(), payload -> payload),
                        upperCase().named("quiet").answer(Lines.utf8(), line -> null));
        var lines = connect(server, "shout");
        var frames = connect(server, "frames");
        lines.send("hello\n");
        frames.send(new byte[] {0, 0, 0, 1, 7});
        assertThat(lines.readLine()).isEqualTo("HELLO");
        assertThat(frames.read(5)).containsExactly(0, 0, 0, 1, 7);
        assertThat(server.status())
                .extracting(ListenerStatus::name)
                .containsExactly("shout", "frames", "quiet");
        assertThat(server.port()).isEqualTo(server.address("shout").getPort());
    }

    @Test
    void aFullListenerDoesNotConcernTheOthers() throws Exception {
        var one = Limits.defaults().running(1).waiting(0);
        var server =
                servers.start(upperCase().named("small").limits(one), upperCase().named("large"));
        assertServed(connect(server, "small"));
        assertThat(connect(server, "small").readLine())
                .isEqualTo("BUSY retry-after=2 running=1/1 waiting=0/0");
        assertServed(connect(server, "large"));
        assertServed(connect(server, "large"));
    }

    @Test
    void limitsAreChangedForOneListenerAlone() throws Exception {
        var limits = Limits.defaults().running(5);
        var server =
                servers.start(
                        upperCase().named("one").limits(limits),
                        upperCase().named("other").limits(limits));
        server.limits("one", limits.running(7));
        assertThat(server.limits("one").running()).isEqualTo(7);
        assertThat(server.limits("other").running()).isEqualTo(5);
        assertThat(servers.events().of(Event.LimitsChanged.class))
                .containsExactly(new Event.LimitsChanged("one", limits.running(7)));
    }

    @Test
    void aListenerThatIsNotThereIsNamed() throws Exception {
        var server = servers.start(upperCase());
        assertThatThrownBy(() -> server.limits("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no listener named nobody");
        assertThatThrownBy(() -> server.address("nobody"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void serversInOneProcessStopOneByOne() throws Exception {
        var first = servers.start(upperCase());
        var second = servers.start(upperCase());
        assertServed(servers.connect(first));
        var client = servers.connect(second);
        assertServed(client);
        first.cut();
        assertServed(client);
        assertServed(servers.connect(second));
    }

    @Test
    void theReportOfAServerIsAboutAllItsListeners() throws Exception {
        var server = servers.start(upperCase().named("one"), upperCase().named("other"));
        var one = connect(server, "one");
        var other = connect(server, "other");
        assertServed(one);
        assertServed(other);
        one.endOutput();
        one.close();
        servers.events().await(Event.Closed.class, one);
        other.endOutput();
        assertThat(other.readLine()).isNull();
        other.close();
        servers.events().await(Event.Closed.class, other);
        connect(server, "one").endOutput();
        var report = server.drain();
        assertThat(report.cut()).isZero();
        assertThat(servers.events().of(Event.Stopped.class)).hasSize(2);
    }

    @Test
    void aTakenPortIsNamedAndNothingIsLeftBehind() throws Exception {
        var taken = servers.start(upperCase()).port();
        assertThatThrownBy(() -> servers.start(upperCase(taken)))
                .isInstanceOf(BindException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1:" + taken + ": ");
    }

    @Test
    void ifOnePortIsTakenNoneIsListenedOn() throws Exception {
        var taken = servers.start(upperCase());
        int free = freePort();
        assertThatThrownBy(() -> servers.start(upperCase(free), upperCase(taken.port())))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() -> servers.connect(to(free))).isInstanceOf(ConnectException.class);
        assertServed(servers.connect(servers.start(upperCase(free))));
    }

    @Test
    @EnabledOnOs(OS.LINUX) // which shows the descriptors of a process
    void startsThatFailLeaveNoDescriptorBehind() throws Exception {
        int taken = servers.start(upperCase()).port();
        int before = descriptors();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> servers.start(upperCase(taken)))
                    .isInstanceOf(BindException.class);
        }
        servers.await("they are closed", () -> descriptors() < before + 10);
    }

    private static int descriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    @Test
    void aPortCanBeListenedOnAgainRightAfterAStop() throws Exception {
        int port = freePort();
        for (int i = 0; i < 3; i++) {
            var server = servers.start(upperCase(port));
            var client = servers.connect(server);
            assertServed(client);
            // Closed by the server first, so it is the server's side that lingers in TIME_WAIT.
            var drain = Thread.ofVirtual().start(server::drain);
            assertThat(client.readLine()).isNull();
            client.close();
            drain.join();
        }
    }

    @Test
    void oneListenerCanBeStartedTwiceWhereTheSystemChoosesThePort() throws Exception {
        var listener = upperCase();
        var first = servers.start(listener);
        var second = servers.start(listener);
        assertThat(first.port()).isNotEqualTo(second.port());
        assertServed(servers.connect(first));
        assertServed(servers.connect(second));
    }

    @Test
    void aServerWithoutSenseIsRefusedBeforeItListens() {
        assertThatThrownBy(() -> servers.start()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> servers.start(upperCase(), upperCase()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two listeners named port-0");
        assertThatThrownBy(() -> servers.start(upperCase(), Server.on(0).named("idle")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("idle has no handler");
        assertThatThrownBy(() -> Server.on(65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port is 65536; allowed is 0 to 65535");
        assertThat(servers.events().all()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere 127.0.0.2 is not this machine
    void onlyTheLoopbackAddressIsListenedOnUnlessAnotherIsGiven() throws Exception {
        var server = servers.start(upperCase());
        var elsewhere = new InetSocketAddress(SECOND_LOOPBACK, server.port());
        assertThatThrownBy(() -> servers.connect(TestClient.to(elsewhere)))
                .isInstanceOf(ConnectException.class);
        var everywhere = servers.start(upperCase().bind("0.0.0.0"));
        var address = new InetSocketAddress(SECOND_LOOPBACK, everywhere.port());
        assertServed(servers.connect(TestClient.to(address)));
    }

    @Test
    void peersAreNamedByListenerAndAddress() throws Exception {
        var server = servers.start(upperCase().named("shout"));
        var client = servers.connect(server);
        var peer = servers.events().await(Event.Running.class, client).peer();
        assertThat(peer).hasToString("shout#1 127.0.0.1:" + client.address().getPort());
        assertThat(peer.local().getPort()).isEqualTo(server.port());
    }

    private TestClient connect(Server server, String listener) throws IOException {
        return servers.connect(TestClient.to(server.address(listener)));
    }

    private static TestClient.Options to(int port) {
        return TestClient.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** A port that was free a moment ago. */
    private static int freePort() throws IOException {
        try (var server = Server.start(upperCase())) {
            return server.port();
        }
    }

    private static void assertServed(TestClient client) throws IOException {
        client.send("hello\n");
        assertThat(client.readLine()).isEqualTo("HELLO");
    }

    private static Listener upperCase() {
        return upperCase(0);
    }

    private static Listener upperCase(int port) {
        return Server.on(port).answer(Lines.utf8(), line -> line.toUpperCase(Locale.ROOT));
    }
}
