package dev.usher.services.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Event;
import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;

/** Commands from operators to devices, and acknowledgements back. */
class CommandingTest {
    private static final String NOW = "2026-03-02T09:00:00Z";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final CommandLog log = CommandLog.inMemory();
    private Server server;
    private TestClient device;
    private TestClient operator;

    @BeforeEach
    void connect() throws Exception {
        var telemetry =
                new Telemetry(Readings.inMemory(), log, InstantSource.fixed(Instant.parse(NOW)));
        server = servers.start(telemetry.on(Server.on(0)));
        device = servers.connect(server);
        operator = servers.connect(server);
    }

    private static void say(TestClient client, String line) throws Exception {
        client.send(line.replace('\'', '"') + "\n");
    }

    private static void hear(TestClient client, String line) throws Exception {
        assertThat(client.readLine()).isEqualTo(line.replace('\'', '"'));
    }

    private void attach(TestClient client) throws Exception {
        say(client, "attach thermo-1");
        hear(client, "OK");
    }

    @Test
    void aCommandGoesToTheDeviceAndItsAckToWhoAsked() throws Exception {
        attach(device);
        say(operator, "command thermo-1 {'set':19}");
        hear(device, "COMMAND 1 {'set':19}");
        say(device, "ack 1 {'set':19.0}\nlatest thermo-1");
        hear(operator, "OK {'set':19.0}");
        hear(device, "ERROR not-found there is no reading of thermo-1"); // and nothing for the ack
        say(operator, "commands thermo-1\ndevices");
        hear(
                operator,
                "[{'id':1,'at':'NOW','command':{'set':19},'outcome':'acknowledged',"
                                .replace("NOW", NOW)
                        + "'result':{'set':19.0},'ended':'NOW'}]".replace("NOW", NOW));
        hear(operator, "[{'device':'thermo-1','connected':true,'last':'" + NOW + "'}]");
    }

    @Test
    void overJsonRpcItIsANotificationAndAResult() throws Exception {
        say(device, "{'jsonrpc':'2.0','id':1,'method':'attach','params':['thermo-1']}");
        hear(device, "{'jsonrpc':'2.0','id':1,'result':true}");
        say(
                operator,
                "{'jsonrpc':'2.0','id':2,'method':'command','params':"
                        + "{'device':'thermo-1','command':{'set':19}}}");
        hear(device, "{'jsonrpc':'2.0','method':'command','params':{'id':1,'command':{'set':19}}}");
        say(device, "{'jsonrpc':'2.0','method':'ack','params':[1,{'set':19}]}");
        hear(operator, "{'jsonrpc':'2.0','id':2,'result':{'set':19}}");
    }

    @Test
    void anAbsentDeviceIsOffline() throws Exception {
        attach(device);
        say(device, "detach");
        hear(device, "OK");
        say(operator, "command thermo-1 {'set':19}");
        hear(operator, "ERROR offline thermo-1 is not attached");
        say(operator, "command thermo-2 {'set':19}");
        hear(operator, "ERROR offline no device is called thermo-2");
        say(
                operator,
                "{'jsonrpc':'2.0','id':2,'method':'command','params':['thermo-1',{'set':19}]}");
        hear(
                operator,
                "{'jsonrpc':'2.0','id':2,'error':{'code':-32001,"
                        + "'message':'thermo-1 is not attached','data':{'code':'offline'}}}");
        assertThat(log.newest(new DeviceName("thermo-1"), 10))
                .extracting(CommandLog.Entry::outcome)
                .containsExactly(CommandLog.Outcome.OFFLINE, CommandLog.Outcome.OFFLINE);
    }

    @Test
    void aDeviceThatClosedIsAbsent() throws Exception {
        attach(device);
        device.close();
        servers.events().await(Event.Closed.class, device);
        say(operator, "command thermo-1 {'set':19}");
        hear(operator, "ERROR offline thermo-1 is not attached");
    }

    @Test
    void aCommandMayWaitForItsDevice() throws Exception {
        say(operator, "command thermo-1 1 await\ncommand thermo-1 2 await");
        servers.await("both wait", () -> newest() == 2);
        say(device, "attach thermo-1");
        hear(device, "OK");
        hear(device, "COMMAND 1 1");
        hear(device, "COMMAND 2 2");
        say(device, "ack 2\nack 1 'done'");
        hear(operator, "OK 'done'");
        hear(operator, "OK");
    }

    private int newest() {
        try {
            return log.newest(new DeviceName("thermo-1"), 10).size();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void withoutAnAckItIsLate() throws Exception {
        attach(device);
        say(operator, "command thermo-1 {'set':19} within=0.05");
        hear(operator, "ERROR late thermo-1 did not acknowledge within 0.05 s");
        hear(device, "COMMAND 1 {'set':19}");
        say(operator, "command thermo-2 {'set':19} await within=0.05");
        hear(operator, "ERROR late thermo-2 did not attach within 0.05 s");
        say(device, "ack 1"); // too late: no harm
        say(operator, "command thermo-1 {'set':20}");
        hear(device, "COMMAND 3 {'set':20}");
        say(device, "ack 3\nack 3");
        hear(operator, "OK");
        assertThat(log.newest(new DeviceName("thermo-1"), 10))
                .extracting(CommandLog.Entry::outcome)
                .containsExactly(CommandLog.Outcome.LATE, CommandLog.Outcome.ACKNOWLEDGED);
    }

    @Test
    void onlyTheDeviceItselfAcknowledges() throws Exception {
        attach(device);
        var other = servers.connect(server);
        say(other, "attach thermo-2");
        hear(other, "OK");
        say(operator, "command thermo-1 {'set':19}");
        hear(device, "COMMAND 1 {'set':19}");
        say(other, "ack 1 'mine'\nack 2\nack -5\nwatch a");
        hear(other, "OK");
        var nobody = servers.connect(server);
        say(nobody, "ack 1\nwatch a");
        hear(nobody, "OK");
        say(device, "ack 1 'done'");
        hear(operator, "OK 'done'");
    }

    @Test
    void aDeviceThatComesBackTakesItsName() throws Exception {
        attach(device);
        say(operator, "command thermo-1 1");
        hear(device, "COMMAND 1 1");
        var back = servers.connect(server);
        attach(back);
        hear(device, "DETACHED thermo-1");
        say(device, "ack 1 'old'\nwatch x");
        hear(device, "OK");
        say(back, "ack 1 'new'");
        hear(operator, "OK 'new'");
        device.close();
        servers.events().await(Event.Closed.class, device);
        say(operator, "command thermo-1 2");
        hear(back, "COMMAND 2 2");
        say(back, "ack 2");
        hear(operator, "OK");
    }

    @Test
    void attachingAgainChangesNothing() throws Exception {
        attach(device);
        attach(device);
        say(operator, "command thermo-1 1");
        hear(device, "COMMAND 1 1");
        say(device, "attach thermo-2"); // another name: the first one is free
        hear(device, "OK");
        say(operator, "command thermo-1 1");
        say(operator, "command thermo-2 2");
        hear(device, "COMMAND 3 2");
        say(device, "ack 3");
        var back = servers.connect(server);
        attach(back);
        say(back, "ack 1");
        hear(operator, "OK");
        hear(operator, "ERROR offline thermo-1 is not attached");
        hear(operator, "OK");
    }

    @Test
    void severalCommandsAreUnderWayAtOnceAndAnswersKeepTheirOrder() throws Exception {
        attach(device);
        say(operator, "command thermo-1 1\ncommand thermo-1 2\nlatest thermo-1");
        hear(device, "COMMAND 1 1");
        hear(device, "COMMAND 2 2");
        var other = servers.connect(server);
        say(other, "command thermo-1 3\ndevices");
        hear(device, "COMMAND 3 3");
        say(device, "ack 3 'c'");
        hear(other, "OK 'c'");
        hear(other, "[{'device':'thermo-1','connected':true,'last':'" + NOW + "'}]");
        say(device, "ack 2 'b'\nack 1 'a'");
        hear(operator, "OK 'a'");
        hear(operator, "OK 'b'");
        hear(operator, "ERROR not-found there is no reading of thermo-1");
    }

    @Test
    void textsThatNoEncodingCarriesPassAsEscapes() throws Exception {
        attach(device);
        say(operator, "command thermo-1 '\\ud800 \\u0000 \\ud83d\\ude00'");
        hear(device, "COMMAND 1 '\\ud800 \\u0000 😀'");
        say(device, "ack 1 '\\udc00'");
        hear(operator, "OK '\\udc00'");
    }

    @Test
    void aResultThatIsTooLongIsRefusedAndMayBeGivenShorter() throws Exception {
        attach(device);
        say(operator, "command thermo-1 1");
        hear(device, "COMMAND 1 1");
        say(device, "ack 1 '" + "x".repeat(Dispatch.LONGEST - 1) + "'");
        hear(device, "ERROR invalid a result has at most 8192 characters");
        say(device, "ack 1 'x'");
        hear(operator, "OK 'x'");
    }

    @Test
    void aDeviceMayCommandItself() throws Exception {
        attach(device);
        say(device, "command thermo-1 1");
        hear(device, "COMMAND 1 1");
        say(device, "ack 1 'self'");
        hear(device, "OK 'self'");
    }

    @Test
    void whoLeavesAbandonsTheCommand() throws Exception {
        attach(device);
        say(operator, "command thermo-1 1");
        hear(device, "COMMAND 1 1");
        operator.reset();
        servers.await("it is noted", () -> outcome() == CommandLog.Outcome.ABANDONED);
        say(device, "ack 1");
        attach(device);
    }

    private CommandLog.Outcome outcome() {
        try {
            return log.newest(new DeviceName("thermo-1"), 1).getFirst().outcome();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void aDeviceHasSoManyCommandsAndNoMore() throws Exception {
        attach(device);
        for (int i = 1; i <= Presence.MOST_ORDERS; i++) {
            say(operator, "command thermo-1 " + i);
            hear(device, "COMMAND " + i + " " + i);
        }
        var other = servers.connect(server);
        say(other, "command thermo-1 {}");
        hear(other, "ERROR busy thermo-1 has 100 commands to acknowledge");
        say(device, "ack 1");
        hear(operator, "OK");
        say(other, "command thermo-1 {}");
        hear(device, "COMMAND 101 {}");
        operator.reset(); // who only closes may still want the answers
        other.reset();
    }
}
