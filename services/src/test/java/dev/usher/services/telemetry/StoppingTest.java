package dev.usher.services.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What operators are told when the server stops. */
class StoppingTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private final CommandLog log = CommandLog.inMemory();
    private Server server;
    private TestClient operator;

    @BeforeEach
    void connect() throws Exception {
        server = servers.start(new Telemetry(Readings.inMemory(), log).on(Server.on(0)));
        operator = servers.connect(server);
    }

    @Test
    void whatADeviceWasSentItMayHaveDone() throws Exception {
        var device = servers.connect(server);
        device.send("attach thermo-1\n");
        assertThat(device.readLine()).isEqualTo("OK");
        operator.send("command thermo-1 1 within=600\n");
        assertThat(device.readLine()).isEqualTo("COMMAND 1 1");

        assertThat(server.drain().cut()).isZero();

        assertThat(operator.readLine())
                .isEqualTo("ERROR uncertain the server stops; thermo-1 may have done it or not");
        assertThat(outcomes("thermo-1")).containsExactly(CommandLog.Outcome.UNKNOWN);
    }

    @Test
    void aDeviceThatIsAwaitedWillNotCome() throws Exception {
        operator.send("command thermo-2 1 within=600 await\n");
        servers.await("it waits", () -> !outcomes("thermo-2").isEmpty());

        assertThat(server.drain().cut()).isZero();

        assertThat(operator.readLine()).isEqualTo("ERROR offline thermo-2 is not attached");
        assertThat(outcomes("thermo-2")).containsExactly(CommandLog.Outcome.OFFLINE);
    }

    private List<CommandLog.Outcome> outcomes(String device) {
        try {
            return log.newest(new DeviceName(device), 10).stream()
                    .map(CommandLog.Entry::outcome)
                    .toList();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
