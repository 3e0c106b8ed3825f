package dev.usher.cli.telemetry;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.terminal.Sentence;
import dev.usher.client.ClientEvent;
import dev.usher.services.telemetry.DeviceName;
import dev.usher.services.telemetry.client.DeviceClient;
import dev.usher.services.text.HarmlessText;

import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells people how a client's connection fares: each change once. */
final class Diary implements DeviceClient.Watch {
    private final String who;
    private final String server;
    private final PrintWriter err;
    private final AtomicBoolean connected = new AtomicBoolean();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final Set<String> fieldsTold = ConcurrentHashMap.newKeySet();
    private volatile boolean replaced;
    private volatile boolean refusals;

    Diary(DeviceName device, InetSocketAddress server, PrintWriter err) {
        this(device.text(), server, err);
    }

    /** Of this client of this server. */
    Diary(String who, InetSocketAddress server, PrintWriter err) {
        this.who = who;
        this.server = Endpoint.print(server);
        this.err = err;
    }

    @Override
    public void connection(ClientEvent event) {
        switch (event) {
            case ClientEvent.Connected _ -> {
                boolean again = connected.getAndSet(true);
                failing.set(false);
                say(again ? "back at " + server : "connected to " + server);
            }
            case ClientEvent.Disconnected(var why) -> fails(why);
            case ClientEvent.Failed(var why) -> fails(why);
            case ClientEvent.Pausing _ -> {} // it will be back, or go on failing
        }
    }

    private void fails(Exception why) {
        if (!failing.getAndSet(true)) {
            say(Sentence.of(why) + "; trying again");
        }
    }

    @Override
    public void refused(String reading, String why) {
        refusals = true;
        say("not kept: " + reading + ": " + why);
    }

    /** The formula of this field has no value at some time; told once. */
    void isNoNumber(String field) {
        refusals = true;
        if (fieldsTold.add(field)) {
            say(field + " comes to no number: it is left out, as often as it does");
        }
    }

    @Override
    public void replaced() {
        replaced = true;
        say("another connection is the device " + who + " now");
    }

    /** Whether it is not the device any more. */
    boolean wasReplaced() {
        return replaced;
    }

    /** Whether something was no reading, or none that the server keeps. */
    boolean hasRefusals() {
        return refusals;
    }

    /** Shows a line. */
    void say(String line) {
        err.println("usher: " + HarmlessText.of(line));
        err.flush();
    }
}
