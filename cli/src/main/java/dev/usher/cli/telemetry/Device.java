package dev.usher.cli.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.cli.arguments.Endpoint;
import dev.usher.cli.arguments.Quantity;
import dev.usher.cli.arguments.TlsOptions;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.offer.Offer;
import dev.usher.cli.terminal.Words;
import dev.usher.services.telemetry.DeviceName;
import dev.usher.services.telemetry.client.DeviceClient;
import dev.usher.services.text.HarmlessText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The command {@code usher device}: is a device of a telemetry server. */
@Command(
        name = "device",
        description = {
            "Is a device: reports readings, and shows and acknowledges commands.",
            "Readings come from formulas of the time t in seconds, such as"
                    + " temperature=20+5*sin(t/60), or from standard input, a JSON object in each"
                    + " line. What the server has not acknowledged is reported again."
        },
        footer = {
            "  usher device thermo-1 \"temperature=20+5*sin(t/60)\" --every 10",
            "  usher device door-1 --answer '{\"done\":true}' < readings.jsonl"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Device implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final MathContext DIGITS = new MathContext(7);

    private final InputStream stdin;

    @Spec private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            converter = Name.class,
            description = "What the device is called.")
    private DeviceName name;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "[HOST:PORT] [FIELD=FORMULA...]",
            hideParamSyntax = true,
            description = "The server (127.0.0.1:12007), and what to report.")
    private List<String> arguments = List.of();

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "1",
            converter = Quantity.Interval.class,
            description = "How often the formulas make a reading (1).")
    private Duration every;

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = Quantity.Times.class,
            description = "How many readings they make (no end).")
    private @Nullable Long count;

    @Option(
            names = "--answer",
            paramLabel = "JSON",
            converter = Json.class,
            description = "What commands are acknowledged with (what they say).")
    private @Nullable JsonNode answer;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            converter = Quantity.Patience.class,
            description = "How long to wait at the end for what is not acknowledged (60).")
    private Duration patience;

    @Mixin private TlsOptions tls;

    public Device(InputStream stdin) {
        this.stdin = stdin;
    }

    /** A device's name in the arguments. */
    static final class Name implements ITypeConverter<DeviceName> {
        @Override
        public DeviceName convert(String text) {
            try {
                return new DeviceName(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException("'" + text + "': " + wrong.getMessage());
            }
        }
    }

    /** JSON in the arguments. */
    static final class Json implements ITypeConverter<JsonNode> {
        @Override
        public JsonNode convert(String text) {
            try {
                return JSON.readTree(text);
            } catch (JacksonException wrong) {
                throw new TypeConversionException("'" + text + "' is no JSON");
            }
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var server = Offer.of("telemetry", "lines").here();
        Map<String, Formula> formulas = new LinkedHashMap<>();
        for (var argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                server = endpoint(argument);
            } else {
                formulas.put(
                        argument.substring(0, equals), formula(argument.substring(equals + 1)));
            }
        }
        return run(server, formulas);
    }

    private InetSocketAddress endpoint(String argument) {
        try {
            return new Endpoint().convert(argument);
        } catch (TypeConversionException wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private Formula formula(String text) {
        try {
            return new Formula(text);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private int run(InetSocketAddress server, Map<String, Formula> formulas)
            throws IOException, InterruptedException {
        var diary = new Diary(name, server, command.commandLine().getErr());
        try (var device = new DeviceClient(server, tls.context(), name, this::carryOut, diary)) {
            if (formulas.isEmpty()) {
                reportLines(device, diary);
            } else {
                reportFormulas(device, formulas, diary);
            }
            int left = device.flush(patience);
            if (diary.wasReplaced() || diary.hasRefusals()) {
                return ExitCode.SOFTWARE; // which it has said
            }
            if (left > 0) {
                throw new IOException(
                        "%s not acknowledged after %s"
                                .formatted(Words.count(left, "reading"), Words.seconds(patience)));
            }
        }
        return ExitCode.OK;
    }

    private JsonNode carryOut(JsonNode command) {
        var out = this.command.commandLine().getOut();
        out.println("COMMAND " + HarmlessText.of(command.toString()));
        out.flush();
        return answer == null ? command : answer;
    }

    /** A line that is no reading is told, and the others are reported all the same. */
    private void reportLines(DeviceClient device, Diary diary)
            throws IOException, InterruptedException {
        var lines = new BufferedReader(new InputStreamReader(stdin, UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var reading = reading(line);
            if (reading != null) {
                device.report(reading);
            } else if (!line.isBlank()) {
                diary.refused(line, "it is no JSON object");
            }
        }
    }

    private static @Nullable ObjectNode reading(String line) {
        try {
            return JSON.readTree(line) instanceof ObjectNode reading ? reading : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private void reportFormulas(DeviceClient device, Map<String, Formula> formulas, Diary diary)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        for (long made = 0; count == null || made < count; made++) {
            long due = begun + made * every.toNanos();
            Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            double seconds = (System.nanoTime() - begun) / 1e9;
            var reading = JSON.createObjectNode();
            formulas.forEach((field, formula) -> {
                double value = formula.at(seconds);
                if (Double.isFinite(value)) {
                    reading.put(field, new BigDecimal(value, DIGITS).stripTrailingZeros());
                } else {
                    diary.isNoNumber(field);
                }
            });
            if (!reading.isEmpty()) {
                device.report(reading);
            }
        }
    }
}
