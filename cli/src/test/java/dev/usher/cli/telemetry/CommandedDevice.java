package dev.usher.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.cli.ServerProcess;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A device that carries out commands, and the operator who gives them, one after another, until the
 * server is killed. The commands are numbered from 0 on.
 */
final class CommandedDevice {
    private final String name;
    private final CountDownLatch attached = new CountDownLatch(1);

    /** The ids of the commands that the device was sent. */
    private final List<Long> received = new ArrayList<>();

    private int acknowledged;

    CommandedDevice(String name) {
        this.name = name;
    }

    /** How many of them the operator was told are done. */
    int acknowledged() {
        return acknowledged;
    }

    Object carryOutUntilItBreaks(ServerProcess server) {
        try (var device = new TelemetryCrashTest.Client(server.connect())) {
            var line = device.ask("attach " + name);
            assertThat(line).isEqualTo("OK");
            attached.countDown();
            while (true) {
                var words = device.read().split(" ", 3);
                assertThat(words[0]).isEqualTo("COMMAND");
                received.add(Long.parseLong(words[1]));
                device.send("ack " + words[1] + " " + words[2]);
            }
        } catch (IOException killed) {
            return name;
        }
    }

    Object commandUntilItBreaks(ServerProcess server) throws InterruptedException {
        if (!attached.await(60, TimeUnit.SECONDS)) {
            return name;
        }
        try (var operator = new TelemetryCrashTest.Client(server.connect())) {
            while (true) {
                var command = "{\"n\":" + acknowledged + "}";
                var answer = operator.ask("command " + name + " " + command + " within=60");
                assertThat(answer).isEqualTo("OK " + command);
                acknowledged++;
            }
        } catch (IOException killed) {
            return name;
        }
    }

    /**
     * What the operator was told is on record; so is what the device was sent, once. Only the last
     * command can have another outcome.
     *
     * @param last the greatest id before
     * @return the greatest id now
     */
    long check(TelemetryCrashTest.Client client, long last) throws IOException {
        var record = JsonMapper.shared().readTree(client.ask("commands " + name + " 10000"));
        assertThat(record.size()).isBetween(acknowledged, acknowledged + 1);
        var ids = new ArrayList<Long>();
        int n = 0;
        for (JsonNode command : record) {
            ids.add(command.path("id").longValue());
            assertThat(command.path("command").path("n").intValue()).isEqualTo(n);
            var outcome = command.path("outcome").stringValue();
            if (n < acknowledged) {
                assertThat(outcome).isEqualTo("acknowledged");
            }
            if (outcome.equals("acknowledged")) {
                assertThat(command.path("result")).isEqualTo(command.path("command"));
                assertThat(ids.getLast()).isIn(received);
            } else {
                assertThat(outcome).isEqualTo("unknown");
            }
            n++;
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id > last);
        assertThat(received.size()).isLessThanOrEqualTo(ids.size());
        assertThat(received).isEqualTo(ids.subList(0, received.size()));
        return ids.isEmpty() ? last : ids.getLast();
    }
}
