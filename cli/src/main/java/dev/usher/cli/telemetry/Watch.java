package dev.usher.cli.telemetry;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.TlsOptions;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.offer.Offer;
import dev.usher.services.telemetry.client.WatchClient;
import dev.usher.services.telemetry.client.WatchClient.News;
import dev.usher.services.text.HarmlessText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** The command {@code usher watch}: shows readings as they arrive. */
@Command(
        name = "watch",
        description = "Shows readings of a telemetry server as they arrive, until Ctrl-C.",
        footer = {"  usher watch thermo-1", "  usher watch '*' --count 100"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Watch implements Callable<Integer> {
    @Spec private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "DEVICE",
            converter = Devices.class,
            description = "The device to watch, or '*' for all.")
    private String device;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "HOST:PORT",
            converter = Endpoint.class,
            description = "The server (127.0.0.1:12007).")
    private InetSocketAddress server = Offer.of("telemetry", "lines").here();

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = Quantity.Times.class,
            description = "How many readings to show (no end).")
    private @Nullable Long count;

    @Mixin private TlsOptions tls;

    /** A device, or all, in the arguments. */
    static final class Devices implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return text.equals("*") ? text : new Device.Name().convert(text).text();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        var diary = new Diary(device, server, command.commandLine().getErr());
        var shown = new AtomicLong();
        try (var _ =
                new WatchClient(
                        server,
                        tls.context(),
                        device,
                        news -> show(news, shown, diary),
                        diary::connection)) {
            while (!isDone(shown)) {
                Thread.sleep(20);
            }
        }
        return ExitCode.OK;
    }

    private boolean isDone(AtomicLong shown) {
        // Nobody reads stdout any more: head, say, has seen enough.
        return (count != null && shown.get() >= count)
                || command.commandLine().getOut().checkError();
    }

    private void show(News news, AtomicLong shown, Diary diary) {
        switch (news) {
            case News.Reading(var from, var reading) -> {
                if (!isDone(shown)) {
                    var out = command.commandLine().getOut();
                    out.println(from + " " + HarmlessText.of(reading.toString()));
                    out.flush();
                    shown.incrementAndGet();
                }
            }
            case News.Lost(long readings) ->
                    diary.say(
                            "lost " + readings + " readings: they come faster than they are read");
        }
    }
}
